/** A part of the page that may load late, or fail, without affecting the others or the person's work. */
import { type ReactNode, Suspense } from "react";
import { ErrorBoundary, type FallbackProps } from "react-error-boundary";
import { FIRST_SCENE } from "../../app/models/bundled.ts";
import { useActions } from "../app-context.ts";

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Shown instead of a part that failed. A reload fetches code that an older page can no longer find. */
function PartFault({ name, error, resetErrorBoundary }: FallbackProps & { readonly name: string }) {
  const { sessions } = useActions();
  return (
    <div className="alert part-fault" role="alert">
      <div className="alert-words">
        <p className="alert-message">
          {name} failed: {messageOf(error)}
        </p>
        <p>The rest of the page still works, and your work is saved.</p>
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
          Reload the page
        </button>
      </div>
    </div>
  );
}

interface PartProps {
  /** As the beginning of a sentence: "The timeline". */
  readonly name: string;
  /** Shown until its code has loaded; nothing unless given. */
  readonly meanwhile?: ReactNode;
  readonly children: ReactNode;
}

/** Wraps code that is loaded on first use. */
export function Part({ name, meanwhile = null, children }: PartProps) {
  return (
    <ErrorBoundary fallbackRender={(props) => <PartFault {...props} name={name} />}>
      <Suspense fallback={meanwhile}>{children}</Suspense>
    </ErrorBoundary>
  );
}

/** The last resort, which uses nothing of ours: shown where even the frame of the page failed. */
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
          Reload the page
        </button>
        <a href={`./?scene=${FIRST_SCENE}`}>Start with a scene</a>
      </div>
    </main>
  );
}
