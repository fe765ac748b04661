/** How an answer can be damaged on its way; status and headers stay as they were. */
export const SPOILS = ['truncated', 'wrong-types'] as const;
export type Spoil = (typeof SPOILS)[number];

/** Nothing to damage: no answer at all, and one without a body. */
export async function spoilt(spoil: Spoil, answer: Response): Promise<Response> {
  if (answer.type === 'error') return answer;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const init = { status: answer.status, headers: new Headers(answer.headers) };
  if (bytes.length === 0) return new Response(null, init);
  if (spoil === 'wrong-types') return new Response(withOtherTypes(bytes), init);
  init.headers.set('content-length', String(bytes.length));
  return new Response(brokenOff(bytes), init);
}

/** Numbers, texts and lists take each other's places; the shape of the objects stays. */
function withOtherTypes(bytes: Uint8Array): string {
  return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), (_key, value: unknown) => {
    if (typeof value === 'string') return value.length;
    if (typeof value === 'number') return String(value);
    return Array.isArray(value) ? { first: value[0] ?? null } : value;
  });
}

/** Half of what the headers promise, and then the connection is gone. */
function brokenOff(bytes: Uint8Array): ReadableStream {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) return controller.error(new Error('The line broke.'));
      isSent = true;
      controller.enqueue(bytes.slice(0, Math.floor(bytes.length / 2)));
    },
  });
}
