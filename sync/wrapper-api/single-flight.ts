import { cancelled } from './with-deadline.ts';

interface Flight {
  readonly controller: AbortController;
  readonly result: Promise<unknown>;
  passengers: number;
}

interface SingleFlight {
  /**
   * Joins the running call of the same key or starts one. A caller that gives up leaves the others alone; the call is
   * aborted when the last one has left.
   * @param key must name everything the result depends on, the token included: it decides the type and who may see it
   * @throws SatchelError CANCELLED (own signal) | what `start` throws
   */
  run<T>(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, Flight>();

  function take(key: string, start: (signal: AbortSignal) => Promise<unknown>): Flight {
    const running = flights.get(key);
    if (running) return running;
    const controller = new AbortController();
    const flight: Flight = { controller, result: start(controller.signal), passengers: 0 };
    flights.set(key, flight);
    const land = (): void => void (flights.get(key) === flight && flights.delete(key));
    flight.result.then(land, land);
    return flight;
  }

  function run<T>(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) return Promise.reject(cancelled());
    const flight = take(key, start);
    flight.passengers += 1;
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => {
        reject(cancelled());
        flight.passengers -= 1;
        if (flight.passengers > 0) return;
        flights.delete(key); // a later caller must not board a flight that is being aborted
        flight.controller.abort();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const result = flight.result as Promise<T>; // the key decides the type, see above
      result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
    });
  }

  return { run };
}
