export interface MemorySeen {
  readonly peakGrowthMiB: number;
  /** By how much the second half's peak is above the first half's; a leak shows here, a cache that fills does not. */
  readonly lateGrowthMiB: number;
}

const EVERY_MS = 100;
const MIB = 1024 * 1024;

/** Resident memory of this process, threads included, from the call to `stop`. */
export function watchMemory(): { stop(): MemorySeen } {
  const samples = [process.memoryUsage.rss()];
  const timer = setInterval(() => samples.push(process.memoryUsage.rss()), EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      const half = Math.ceil(samples.length / 2);
      const [early, late] = [Math.max(...samples.slice(0, half)), Math.max(...samples.slice(half), 0)];
      return {
        peakGrowthMiB: (Math.max(early, late) - (samples[0] ?? 0)) / MIB,
        lateGrowthMiB: Math.max(0, late - early) / MIB,
      };
    },
  };
}
