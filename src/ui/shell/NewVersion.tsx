/** A line over the page's lower edge when a newer version is available. It moves nothing and takes no focus. */
import { useActions, useApp } from "../app-context.ts";
import "./new-version.css";

async function openNewVersion(): Promise<void> {
  await (await import("../../app/offline.ts")).openNewVersion();
}

export function NewVersion() {
  const there = useApp((state) => state.newVersion);
  const { sessions } = useActions();
  return (
    <div className="new-version" role="status">
      {there && (
        <p className="new-version-words">
          A new version of Fovea is ready.
          <button type="button" className="quiet" onClick={() => void sessions.flush().then(openNewVersion)}>
            Reload
          </button>
        </p>
      )}
    </div>
  );
}
