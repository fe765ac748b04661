import type { FileFormat, FilePreview, ImportPlan, Reading, TransferTarget } from '../../main/contract/transfer.ts';
import { createOfUser } from '../state/of-user.ts';

export interface ColumnChoice {
  /** Empty: the column is left out. */
  readonly field: string;
  readonly reading: Reading;
}

export interface ImportState {
  readonly target: TransferTarget;
  readonly preview: FilePreview | null;
  /** By the column's place in the file. */
  readonly choices: readonly ColumnChoice[];
  readonly orgId: string | null;
  readonly areCompaniesMade: boolean;
  readonly pipelineId: string | null;
  readonly currency: string | null;
  /** Stage by value of the file; empty refuses it. */
  readonly stages: Readonly<Record<string, string>>;
  readonly lostReason: string;
  /** Set once the import runs: progress instead of mapping. */
  readonly isRunning: boolean;
}

const FRESH = {
  preview: null,
  choices: [],
  stages: {},
  lostReason: '',
  isRunning: false,
} as const;

/** Where the import stands; kept while the window is open, so that looking elsewhere loses nothing. */
export const useImportState = createOfUser<ImportState>(() => ({
  ...FRESH,
  target: 'contacts',
  orgId: null,
  areCompaniesMade: true,
  pipelineId: null,
  currency: null,
}));

export const startOver = (): void => useImportState.setState(FRESH);

/** A file as it was read, with the fields it suggests. */
export function showPreview(preview: FilePreview): void {
  useImportState.setState({
    preview,
    choices: preview.columns.map(({ field, reading }) => ({ field: field ?? '', reading })),
    stages: {},
    isRunning: false,
  });
}

export function chooseColumn(index: number, patch: Partial<ColumnChoice>): void {
  useImportState.setState(({ choices }) => ({
    choices: choices.map((choice, at) => {
      if (at === index) return { ...choice, ...patch };
      // A field is filled from one column; the newer choice wins.
      const isTaken =
        patch.field !== undefined && patch.field !== '' && patch.field !== 'custom' && choice.field === patch.field;
      return isTaken ? { ...choice, field: '' } : choice;
    }),
  }));
}

export interface PlanDefaults {
  readonly orgId: string;
  readonly currency: string;
  readonly pipelineId: string | null;
  /** The stage for a value of the file that was not chosen by hand; empty for none. */
  readonly stageOf: (value: string) => string;
}

/** What the engine is asked to do; null while there is no file. */
export function planOf(state: ImportState, defaults: PlanDefaults): ImportPlan | null {
  const { preview, choices, target } = state;
  if (preview === null) return null;
  const columns = choices.flatMap(({ field, reading }, index) => (field === '' ? [] : [{ index, field, reading }]));
  const pipelineId = state.pipelineId ?? defaults.pipelineId;
  const deals =
    target === 'deals' && pipelineId !== null
      ? {
          pipelineId,
          currency: state.currency ?? defaults.currency,
          stages: stagesOf(state, defaults.stageOf),
          ...(state.lostReason === '' ? {} : { lostReason: state.lostReason }),
        }
      : undefined;
  const format: FileFormat = preview.format;
  return {
    format,
    columns,
    orgId: state.orgId ?? defaults.orgId,
    areCompaniesMade: state.areCompaniesMade,
    ...(deals === undefined ? {} : { deals }),
  };
}

/** Values of the column that holds the stage, where they are few. */
export function stageValues({ preview, choices }: Pick<ImportState, 'preview' | 'choices'>) {
  const index = choices.findIndex(({ field }) => field === 'stage');
  return preview?.columns[index]?.values ?? [];
}

function stagesOf(state: ImportState, stageOf: (value: string) => string) {
  return stageValues(state).flatMap(({ value }) => {
    const stageId = state.stages[value] ?? stageOf(value);
    return stageId === '' ? [] : [{ value, stageId }];
  });
}
