/** The page's actions before their code has loaded, so that the page can be drawn without it. */
import type { Actions } from "./actions.ts";

/** A result that may come later: none at all, or a promise. */
type Late<Result, Given> = undefined extends Result ? Given : Result extends Promise<unknown> ? Given : never;

/** What can be called before it has loaded: functions with awaited results or none, in groups of any depth. */
type Deferrable<T> = {
  readonly [Name in keyof T]: T[Name] extends (...given: never[]) => infer Result
    ? Late<Result, T[Name]>
    : Deferrable<T[Name]>;
};

type Step = Readonly<Record<string, unknown>>;
type Call = (...given: readonly unknown[]) => unknown;

interface Loading {
  readonly promise: Promise<Step>;
  loaded: Step | null;
}

function callAt(root: Step, path: readonly string[], given: readonly unknown[]): unknown {
  const owner = path.slice(0, -1).reduce<Step>((step, name) => step[name] as Step, root);
  return (owner[path.at(-1) ?? ""] as Call).apply(owner, [...given]);
}

/** A function and a group of functions at that path; the same one every time. */
function doorAt(loading: Loading, path: readonly string[]): Call {
  const doors = new Map<string, Call>();
  return new Proxy<Call>(() => undefined, {
    get(_, name) {
      if (typeof name !== "string") return undefined;
      const known = doors.get(name) ?? doorAt(loading, [...path, name]);
      doors.set(name, known);
      return known;
    },
    apply(_, __, given) {
      if (loading.loaded !== null) return callAt(loading.loaded, path, given);
      return loading.promise.then((root) => callAt(root, path, given));
    },
  });
}

/** Actions that run at once if their code has loaded, and otherwise in call order once it has. */
export function deferredActions(load: () => Promise<Deferrable<Actions>>): Actions {
  const loading: Loading = {
    promise: load().then((actions) => {
      loading.loaded = actions as unknown as Step;
      return loading.loaded;
    }),
    loaded: null,
  };
  return doorAt(loading, []) as unknown as Actions;
}
