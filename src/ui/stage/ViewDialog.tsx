/** An enlarged view: every image of its prompt pixel by pixel, and the text that goes with them. */
import { type Showing, textOf } from "../../evidence/views/showing.ts";
import { Dialog } from "../kit/Dialog.tsx";
import { GivenPictures } from "../model-input/ModelInput.tsx";

interface ViewDialogProps {
  readonly title: string;
  readonly showing: Showing;
  readonly onClose: () => void;
}

export function ViewDialog({ title, showing, onClose }: ViewDialogProps) {
  return (
    <Dialog title={title} wide onClose={onClose}>
      <div className="view-large">
        <GivenPictures showing={showing} who={title} />
      </div>
      <p className="card-note">
        The exact pixels that the model receives, enlarged without smoothing. Its text:
      </p>
      <p className="view-text">{textOf(showing)}</p>
    </Dialog>
  );
}
