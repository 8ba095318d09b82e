/** Models: those stored here, those that can be fetched from the hub or opened from the disk, and the current transfer. */
import { isStoppedByLoading } from "../../app/jobs/jobs.ts";
import { useActions, useApp } from "../app-context.ts";
import { jobsWords } from "../jobs/job-words.ts";
import { Dialog } from "../kit/Dialog.tsx";
import { DiskModels } from "./DiskModels.tsx";
import { HubModels } from "./HubModels.tsx";
import { KeptModels } from "./KeptModels.tsx";
import { RemoteModels } from "./RemoteModels.tsx";
import { SearchResult } from "./SearchResult.tsx";
import { TransferLine } from "./TransferLine.tsx";

/** What opening another model would stop. */
function Stops() {
  const jobs = useApp((state) => state.jobs).filter(isStoppedByLoading);
  return jobs.length === 0 ? null : <p className="reason">Another model stops: {jobsWords(jobs)}.</p>;
}

export function ModelsDialog() {
  const actions = useActions();
  return (
    <Dialog title="Models" wide onClose={actions.models.close}>
      <div className="models">
        <TransferLine />
        <Stops />
        <KeptModels />
        <RemoteModels />
        <div className="models-sources">
          <HubModels />
          <DiskModels />
        </div>
        <SearchResult />
      </div>
    </Dialog>
  );
}
