/** Models: those stored here, those that can be fetched from the hub or opened from the disk, and the current transfer. */
import { useActions } from "../app-context.ts";
import { Dialog } from "../kit/Dialog.tsx";
import { DiskModels } from "./DiskModels.tsx";
import { HubModels } from "./HubModels.tsx";
import { KeptModels } from "./KeptModels.tsx";
import { SearchResult } from "./SearchResult.tsx";
import { TransferLine } from "./TransferLine.tsx";

export function ModelsDialog() {
  const actions = useActions();
  return (
    <Dialog title="Models" wide onClose={actions.models.close}>
      <div className="models">
        <TransferLine />
        <KeptModels />
        <div className="models-sources">
          <HubModels />
          <DiskModels />
        </div>
        <SearchResult />
      </div>
    </Dialog>
  );
}
