import '../../../../main/engine/reader.ts';
import { listenForFall } from './fall.ts';

listenForFall('reader');
