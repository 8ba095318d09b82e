/** The part of a service worker's global scope that ours uses; it is not in the DOM types, which the page needs. */

export interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface RequestEvent extends LastingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

export interface WorkerMessageEvent extends LastingEvent {
  readonly data: unknown;
  readonly source: { postMessage(message: unknown): void } | null;
}

interface EventOf {
  readonly install: LastingEvent;
  readonly activate: LastingEvent;
  readonly message: WorkerMessageEvent;
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
