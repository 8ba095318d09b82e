/** A part of the page that may come late, or fail, without the others: their state and the person's work stay. */
import { type ReactNode, Suspense } from "react";
import { ErrorBoundary, type FallbackProps } from "react-error-boundary";
import { FIRST_SCENE } from "../../app/models/bundled.ts";
import { useActions } from "../app-context.ts";

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** What stands in the place of a part that failed. A later visit loads code that an older page no longer finds. */
function PartFault({ name, error, resetErrorBoundary }: FallbackProps & { readonly name: string }) {
  const { sessions } = useActions();
  return (
    <div className="alert part-fault" role="alert">
      <div className="alert-words">
        <p className="alert-message">
          {name} failed: {messageOf(error)}
        </p>
        <p>The rest of the page goes on, and your work is kept.</p>
      </div>
      <div className="alert-keys">
        <button type="button" className="secondary" onClick={resetErrorBoundary}>
          Try again
        </button>
        <button
          type="button"
          className="secondary"
          onClick={() => void sessions.flush().finally(() => location.reload())}
        >
          Load the page again
        </button>
      </div>
    </div>
  );
}

interface PartProps {
  /** As a sentence begins: "The timeline". */
  readonly name: string;
  /** In its place until its code is there; nothing unless given. */
  readonly meanwhile?: ReactNode;
  readonly children: ReactNode;
}

/** Holds what may be loaded when it is first wanted. */
export function Part({ name, meanwhile = null, children }: PartProps) {
  return (
    <ErrorBoundary fallbackRender={(props) => <PartFault {...props} name={name} />}>
      <Suspense fallback={meanwhile}>{children}</Suspense>
    </ErrorBoundary>
  );
}

/** The last resort, which may rely on nothing of ours: where even the frame of the page failed. */
export function PageFault({ error }: FallbackProps) {
  return (
    <main className="alert page-fault" role="alert">
      <div className="alert-words">
        <p className="alert-message">The page failed: {messageOf(error)}</p>
        <p>
          Your work is kept in this browser. If the page fails again, begin with a scene; your session is in
          the list.
        </p>
      </div>
      <div className="alert-keys">
        <button type="button" className="secondary" onClick={() => location.reload()}>
          Load the page again
        </button>
        <a href={`./?scene=${FIRST_SCENE}`}>Begin with a scene</a>
      </div>
    </main>
  );
}
