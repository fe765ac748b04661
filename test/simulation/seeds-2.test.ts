import { describeSeeds } from './describe-seeds.ts';

describeSeeds(2, 2);
