/** As much of a service worker's global scope as ours uses; the DOM's types, which the page needs, leave it out. */

export interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface RequestEvent extends LastingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

export interface SaidEvent extends LastingEvent {
  readonly data: unknown;
  readonly source: { postMessage(message: unknown): void } | null;
}

interface EventOf {
  readonly install: LastingEvent;
  readonly activate: LastingEvent;
  readonly message: SaidEvent;
  readonly fetch: RequestEvent;
}

export interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly unknown[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof EventOf>(kind: K, listener: (event: EventOf[K]) => void): void;
}
