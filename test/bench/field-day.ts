import type { OwnBench } from './bench.ts';
import { fieldDayReport } from './field-day-report.ts';
import { runFieldDay } from './field-day-run.ts';

/** Eight hours of one salesperson with everything that goes wrong on the road: the mission's targets and the rules. */
export const fieldDay: OwnBench = {
  name: 'field-day',
  runAlone: async () => fieldDayReport(await runFieldDay()),
};
