import { HEARTBEAT_MS, ServerEvent } from '../../sync/protocol/events.ts';
import type { Clock } from '../../sync/model/clock.ts';

/** Three heartbeats without a byte: the connection is half open. */
const SILENCE_MS = 3 * HEARTBEAT_MS;

/** An event is a few words; a server that never ends one would only fill the memory. */
const MAX_EVENT_CHARS = 64 * 1024;

/**
 * Reads server-sent events until the stream ends, is silent or goes on without an end for too long, or `signal` aborts.
 * An event that cannot be read is passed over: events carry nothing that a pull would not find.
 */
export async function readEvents(
  stream: ReadableStream<Uint8Array>,
  { clock, signal, onEvent }: { clock: Clock; signal: AbortSignal; onEvent: (event: ServerEvent) => void },
): Promise<void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const stop = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  let buffered = '';
  let cancelSilence = clock.setTimer(stop, SILENCE_MS);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      cancelSilence();
      cancelSilence = clock.setTimer(stop, SILENCE_MS);
      buffered += decoder.decode(value, { stream: true });
      const blocks = buffered.split(/\r?\n\r?\n/);
      buffered = blocks.pop() ?? '';
      if (buffered.length > MAX_EVENT_CHARS) return;
      for (const block of blocks) deliver(block, onEvent);
    }
  } finally {
    cancelSilence();
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function deliver(block: string, onEvent: (event: ServerEvent) => void): void {
  const data = block
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
    .join('\n');
  if (data === '') return;
  try {
    const event = ServerEvent.safeParse(JSON.parse(data));
    if (event.success) onEvent(event.data);
  } catch {
    // not JSON: passed over
  }
}
