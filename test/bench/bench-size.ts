/** Small: 35,000 rows; full: 361,000. */
export type BenchSize = 'small' | 'full';
