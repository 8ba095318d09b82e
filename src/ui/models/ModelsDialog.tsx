/** Models: what is kept, what can be fetched from the hub or opened from the disk, and what is on its way. */
import { useActions } from "../app-context.ts";
import { Dialog } from "../kit/Dialog.tsx";
import { DiskShelf } from "./DiskShelf.tsx";
import { HubShelf } from "./HubShelf.tsx";
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
        <div className="models-shelves">
          <HubShelf />
          <DiskShelf />
        </div>
        <SearchResult />
      </div>
    </Dialog>
  );
}
