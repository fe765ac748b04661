import type { Stage } from '../../../sync/model/kinds/pipeline.ts';
import { LOST_REASONS } from './demo-words.ts';

export const DEMO_PIPELINE_ID = 'a1d00000-0000-4000-8000-00000000f001';

const stage = (stageId: string, name: string, probability: number, outcome: Stage['outcome'] = 'open') =>
  ({ stageId, name, probability, outcome }) as Stage;

export const DEMO_STAGES: readonly Stage[] = [
  stage('lead', 'Lead', 10),
  stage('qualified', 'Qualified', 25),
  stage('proposal', 'Proposal', 50),
  stage('negotiation', 'Negotiation', 75),
  stage('won', 'Won', 100, 'won'),
  stage('lost', 'Lost', 0, 'lost'),
];

export const DEMO_PIPELINE = {
  name: 'New business',
  position: 0,
  stages: [...DEMO_STAGES],
  lostReasons: [...LOST_REASONS],
};
