import '../../../../main/engine/worker.ts';
import { listenForFall } from './fall.ts';

listenForFall('engine');
