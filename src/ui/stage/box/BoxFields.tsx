/** The evidence box as four numbers in source pixels. */
import { useId, useState } from "react";
import { checkBox, type PixelWindow, pixelWindow } from "../../../view/box.ts";
import { Checkbox } from "../../kit/Checkbox.tsx";
import { NumberField } from "../../kit/NumberField.tsx";
import { arrowStep, shift } from "../../styles/marks.ts";
import type { BoxHandle } from "./use-box.ts";

type SideName = keyof PixelWindow;

const SIDES: readonly SideName[] = ["x", "y", "width", "height"];

/** How a step in a field changes the box: x and y move it, width and height move its far side. */
function stepped(box: BoxHandle, side: SideName, by: number): PixelWindow {
  const { pixels, size } = box;
  if (side === "x") return shift(pixels, { x: by, y: 0 }, size);
  if (side === "y") return shift(pixels, { x: 0, y: by }, size);
  return side === "width"
    ? box.resized(pixels, "e", { x: by, y: 0 }, size)
    : box.resized(pixels, "s", { x: 0, y: by }, size);
}

interface Taken {
  readonly pixels: PixelWindow;
  readonly remark: string | null;
}

/** The box with a typed value for one side; a box that extends beyond the image is clipped, an invalid one is refused. */
function take(box: BoxHandle, side: SideName, value: number): Taken {
  const typed = { ...box.pixels, [side]: Math.round(value) };
  const checked = checkBox(typed, "pixels", box.size);
  if (!checked.ok) {
    const { message, hint } = checked.fault;
    return { pixels: box.pixels, remark: `${message} ${hint ?? ""} The box is unchanged.` };
  }
  const taken = pixelWindow(checked.value, box.size);
  const isLength = side === "width" || side === "height";
  const pixels = box.locked && isLength ? stepped(box, side, taken[side] - box.pixels[side]) : taken;
  const cut = !box.locked && SIDES.some((name) => pixels[name] !== typed[name]);
  return { pixels, remark: cut ? "The box was clipped at the edge of the image." : null };
}

interface FieldProps {
  readonly side: SideName;
  readonly box: BoxHandle;
  readonly remark: (remark: string | null) => void;
  readonly remarkId: string | undefined;
}

function BoxField({ side, box, remark, remarkId }: FieldProps) {
  const value = box.pixels[side];
  const step = (next: number) => {
    remark(null);
    box.nudge(stepped(box, side, next - value));
  };
  const type = (typed: number | null) => {
    const taken = take(box, side, typed ?? Number.NaN);
    remark(taken.remark);
    if (SIDES.some((name) => taken.pixels[name] !== box.pixels[name])) box.release(taken.pixels);
  };
  return (
    <NumberField
      label={side}
      value={value}
      largeStep={arrowStep(box.size, true)}
      describedBy={remarkId}
      onChange={(next, how) => (how === "stepped" && next !== null ? step(next) : type(next))}
    />
  );
}

export function BoxFields({ box }: { box: BoxHandle }) {
  const [remark, setRemark] = useState<string | null>(null);
  const id = useId();
  return (
    <fieldset className="box-fields" data-control="box">
      <legend>
        Evidence box{" "}
        <span className="unit">
          in pixels of the source, {box.size.width} × {box.size.height}
        </span>
      </legend>
      <div className="box-field-row">
        {SIDES.map((side) => (
          <BoxField key={side} side={side} box={box} remark={setRemark} remarkId={remark ? id : undefined} />
        ))}
      </div>
      <Checkbox label="Keep the aspect ratio" checked={box.locked} onChange={box.lock} />
      <p id={id} className="box-remark" role="status">
        {remark}
      </p>
    </fieldset>
  );
}
