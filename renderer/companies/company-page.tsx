import { IconCircleCheck, IconCopy, IconDots, IconPhone, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { CompanyDetail } from '../../main/contract/companies.ts';
import { useGo } from '../app/use-go.ts';
import { useMutate } from '../app/use-mutate.ts';
import { useNow } from '../app/use-now.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Column, Columns, Stack } from '../parts/column.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { ActionMenu, type MenuAction } from '../records/action-menu.tsx';
import { askComposer } from '../records/composer-focus.ts';
import { copyText } from '../records/copy-text.ts';
import { DeletedNote } from '../records/deleted-note.tsx';
import { NeedsYou } from '../records/needs-you.tsx';
import { NextTasks } from '../records/next-tasks.tsx';
import { type PendingChanges, usePendingChanges } from '../records/pending-fields.ts';
import { RecordComposer } from '../records/record-composer.tsx';
import { RecordDeals } from '../records/record-deals.tsx';
import { RecordTimeline } from '../records/record-timeline.tsx';
import { errorText, refusalText } from '../records/refusal.ts';
import { useActionsKey } from '../records/use-actions-key.ts';
import { isBlocked, isDraft, useExplain } from '../records/use-explain.ts';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { showToast } from '../state/toast-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { CompanyFields } from './company-fields.tsx';
import { CompanyPeople } from './company-people.tsx';
import classes from '../records/records.module.css';

const META_PARTED_BY = ' · ';

function metaOf({ company }: CompanyDetail, nowMs: number, { say, day }: Words): string {
  const where = [company.industry, company.city].filter(Boolean).join(', ');
  return [where, say('companies.since', { day: day(company.createdAtMs, nowMs) })].filter(Boolean).join(META_PARTED_BY);
}

/** A company: facts left, what happened in the middle, deals and people right. */
export function CompanyPage({ detail }: { readonly detail: CompanyDetail }) {
  const words = useWords();
  const { say } = words;
  const { company } = detail;
  const nowMs = useNow(60_000);
  const pending = usePendingChanges(company.id, detail.pendingMutationIds);
  const of = { kind: 'company', id: company.id } as const;
  return (
    <Column width="grow">
      <PageHead
        variant="read"
        lead={<Avatar name={company.name} isLarge shape="square" />}
        title={company.name}
        meta={metaOf(detail, nowMs, words)}
        actions={<Actions detail={detail} />}
      />
      <Columns>
        <Column width="facts" isScrolling isPadded isOptional label={say('companies.about')}>
          <About detail={detail} pending={pending} />
        </Column>
        <Column width="grow" isScrolling isPadded>
          <div className={classes.body}>
            <Stack gap={12}>
              <Notes detail={detail} pending={pending} />
              {!company.isDeleted && <RecordComposer of={of} orgId={company.orgId} />}
              <RecordTimeline of={of} hasDays />
            </Stack>
          </div>
        </Column>
        <Column width="side" isScrolling isPadded label={say('companies.dealsAndPeople')}>
          <Stack gap={12}>
            <RecordDeals deals={detail.deals} isTwoLine />
            <CompanyPeople {...detail} />
            <NextTasks of={of} />
            <div className={classes.narrowOnly}>
              <About detail={detail} pending={pending} />
            </div>
          </Stack>
        </Column>
      </Columns>
    </Column>
  );
}

interface AboutProps {
  readonly detail: CompanyDetail;
  readonly pending: PendingChanges;
}

function About({ detail, pending }: AboutProps) {
  const { say } = useWords();
  return (
    <div>
      <SectionHead title={say('companies.about')} />
      <div className={classes.body}>
        <CompanyFields detail={detail} pending={pending} />
      </div>
    </div>
  );
}

function Notes({ detail: { company }, pending }: AboutProps) {
  if (!company.isDeleted && pending.parked.length === 0) return null;
  return (
    <Stack gap={8}>
      {company.isDeleted && (
        <DeletedNote name={company.name} restore={{ name: 'companies.restore', args: { companyId: company.id } }} />
      )}
      <NeedsYou parked={pending.parked} />
    </Stack>
  );
}

function useCompanyMenu({ company }: CompanyDetail): readonly MenuAction[] {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const mutate = useMutate();
  const write = { name: 'companies.delete', args: { companyId: company.id } };
  const explanation = useExplain(company.isDeleted ? null : write);
  const remove = async (): Promise<void> => {
    try {
      const result = await mutate(write, say('record.deleted', { name: company.name }));
      if (result.status === 'refused') showToast({ text: refusalText(result.code, words) });
      else if (result.status !== 'held') go('/companies');
    } catch (error) {
      showToast({ text: errorText(error, words) });
    }
  };
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(company.phone ?? '');
    showToast({ text: isCopied ? say('record.copied', { what: say('label.phone') }) : say('record.copyFailed') });
  };
  useWindowLetters({ y: () => (company.phone === null ? false : void copy()) });
  if (company.isDeleted) return [];
  const isOff = isBlocked(explanation);
  const offNote = isOff ? refusalText(explanation?.code ?? undefined, words) : undefined;
  const note = offNote ?? (isDraft(explanation) ? explanation?.message : undefined);
  return [
    {
      key: 'copy',
      label: say('companies.copyPhone'),
      icon: IconCopy,
      keys: 'Y',
      note: company.phone ?? say('field.none'),
      isBlocked: company.phone === null,
      onRun: () => void copy(),
    },
    {
      key: 'delete',
      label: say('record.delete'),
      icon: IconTrash,
      isBlocked: isOff,
      ...(note === undefined ? {} : { note }),
      onRun: () => void remove(),
    },
  ];
}

function Actions({ detail }: { readonly detail: CompanyDetail }) {
  const { say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const menu = useCompanyMenu(detail);
  useActionsKey(() => setIsOpen(true));
  const call = (): void => askComposer('call');
  useWindowLetters({ p: call });
  if (detail.company.isDeleted) return null;
  return (
    <>
      <Button icon={IconPhone} label={say('companies.call')} keys="P" onClick={call} />
      <Button icon={IconCircleCheck} label={say('companies.task')} keys="T" onClick={() => askComposer('task')} />
      <ActionMenu
        label={say('pane.more')}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        target={<IconButton icon={IconDots} label={say('pane.more')} keys="Mod+." />}
        actions={menu}
      />
    </>
  );
}
