/**
 * Writes WebAssembly from TypeScript: loops over memory whose arithmetic is on vectors of 128 bits, as JavaScript has none.
 * An expression is the instructions that leave its value on the stack (WebAssembly Core Specification 2.0, sections 5.4
 * and 5.5). What is here is what the pixels need.
 */

/** Instructions, in bytes. */
export type Code = readonly number[];

/** LEB128 of a whole number from 0. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

/** LEB128 of a 32-bit number with its sign. */
function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 63 || rest < -64; rest >>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest & 127];
}

/** A 32-bit number. */
export const number = (value: number): Code => [0x41, ...signed(value)];

/** The sum of two 32-bit numbers. */
export const sum = (a: Code, b: Code): Code => [...a, ...b, 0x6a];

/** An instruction of the vector instruction set. */
const vector =
  (opcode: number, immediate: Code = []) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(opcode), ...immediate];

/** One that takes a number of bits, which is known beforehand. */
const shift =
  (opcode: number) =>
  (value: Code, bits: number): Code =>
    vector(opcode)(value, number(bits));

/** One that reads from or writes to an address, `offset` bytes farther on; where it lies in a word does not matter. */
const access =
  (opcode: number) =>
  (offset: number, ...operands: readonly Code[]): Code =>
    vector(opcode, [0, ...unsigned(offset)])(...operands);

/** The 16 bytes of a vector. */
const constant = (bytes: ArrayBuffer): Code => vector(0x0c, [...new Uint8Array(bytes)])();

/** Vectors of 128 bits, whatever is in them. */
export const v128 = {
  load: (address: Code, offset = 0): Code => access(0x00)(offset, address),
  and: vector(0x4e),
  xor: vector(0x51),
  /** The bytes of two vectors, 0 to 15 of the one and 16 to 31 of the other, that stand at each place. */
  shuffle: (bytes: readonly number[], a: Code, b: Code): Code => vector(0x0d, bytes)(a, b),
};

/** Sixteen whole numbers from 0 to 255. */
export const u8x16 = {
  /** Of two vectors of 16-bit numbers, clipped. */
  narrow: vector(0x66),
};

/** Eight whole numbers of 16 bits, with their sign. */
export const i16x8 = {
  /** Eight bytes from memory. */
  loadBytes: (address: Code, offset = 0): Code => access(0x02)(offset, address),
  constant: (values: readonly number[]): Code => constant(Int16Array.from(values).buffer),
  all: (value: number): Code => constant(new Int16Array(8).fill(value).buffer),
  absolute: vector(0x80),
  /** Of two vectors of 32-bit numbers, clipped. */
  narrow: vector(0x85),
  left: shift(0x8b),
  right: shift(0x8c),
  /** As if it had no sign. */
  rightUnsigned: shift(0x8d),
  add: vector(0x8e),
  subtract: vector(0x91),
  multiply: vector(0x95),
};

/** Four whole numbers of 32 bits, with their sign. */
export const i32x4 = {
  all: (value: number): Code => constant(new Int32Array(4).fill(value).buffer),
  constant: (values: readonly number[]): Code => constant(Int32Array.from(values).buffer),
  /** The first four and the last four of eight numbers of 16 bits without sign. */
  lowUnsigned: vector(0xa9),
  highUnsigned: vector(0xaa),
  right: shift(0xac),
  rightUnsigned: shift(0xad),
  add: vector(0xae),
  subtract: vector(0xb1),
  /** The sum of each two neighbours of eight numbers of 16 bits. */
  addPairs: vector(0x7e),
  /** The products of two vectors of 16-bit numbers, each two neighbours added up. */
  dot: vector(0xba),
};

/** Four numbers of 32 bits in floating point. */
export const f32x4 = {
  all: (value: number): Code => constant(new Float32Array(4).fill(value).buffer),
  of: vector(0xfa),
  add: vector(0xe4),
  multiply: vector(0xe6),
};

/** What a function does, step by step. */
export interface Body {
  /** Computes a vector now and keeps it: what is given back reads it. */
  keep(value: Code): Code;
  /** Writes a vector, or its lower or its upper half, to an address. */
  store(address: Code, value: Code, offset?: number): void;
  storeHalf(address: Code, value: Code, half: 0 | 1): void;
  /** A number that changes, with its first value. */
  variable(first: Code): Code;
  /** Adds to a variable or to a parameter. */
  advance(variable: Code, by: Code): void;
  /** Does something a number of times, at least once. */
  repeat(times: Code, work: () => void): void;
}

/** A function of numbers. */
export interface FunctionCode {
  readonly parameters: number;
  /** The types of its variables. */
  readonly locals: Code;
  readonly code: Code;
}

const types = { i32: 0x7f, v128: 0x7b } as const;

/** A function of so many numbers; `write` is given them as expressions. */
export function functionOf(
  parameters: number,
  write: (body: Body, ...numbers: Code[]) => void,
): FunctionCode {
  const locals: number[] = [];
  const code: number[] = [];
  const local = (index: number): Code => [0x20, ...unsigned(index)];
  const set = (variable: Code, value: Code): void => {
    code.push(...value, 0x21, ...variable.slice(1));
  };
  const newLocal = (type: keyof typeof types, value: Code): Code => {
    const variable = local(parameters + locals.length);
    locals.push(types[type]);
    set(variable, value);
    return variable;
  };
  const body: Body = {
    keep: (value) => newLocal("v128", value),
    store: (address, value, offset = 0) => code.push(...access(0x0b)(offset, address, value)),
    storeHalf: (address, value, half) => code.push(...access(0x5b)(0, address, value), half),
    variable: (first) => newLocal("i32", first),
    advance: (variable, by) => set(variable, sum(variable, by)),
    repeat(times, work) {
      const left = newLocal("i32", times);
      // A loop without a value.
      code.push(0x03, 0x40);
      work();
      set(left, sum(left, number(-1)));
      // Again, if any are left.
      code.push(...left, 0x0d, 0, 0x0b);
    },
  };
  write(body, ...Array.from({ length: parameters }, (_, i) => local(i)));
  return { parameters, locals, code };
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const listed = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: Code): Code => [id, ...sized(content)];
const named = (name: string): Code => sized([...new TextEncoder().encode(name)]);

/** Machine code for functions that share one memory. */
export function assemble<Name extends string>(
  functions: Readonly<Record<Name, FunctionCode>>,
): { readonly memory: WebAssembly.Memory } & Readonly<Record<Name, (...numbers: number[]) => void>> {
  const entries = Object.entries<FunctionCode>(functions);
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      listed(entries.map(([, { parameters }]) => [0x60, ...listed(Array(parameters).fill([types.i32])), 0])),
    ),
    ...section(3, listed(entries.map((_, i) => unsigned(i)))),
    // One page to begin with.
    ...section(5, [1, 0, 1]),
    ...section(
      7,
      listed([
        [...named("memory"), 2, 0],
        ...entries.map(([name], i) => [...named(name), 0, ...unsigned(i)]),
      ]),
    ),
    ...section(
      10,
      listed(
        entries.map(([, { locals, code }]) =>
          sized([...listed(locals.map((type) => [1, type])), ...code, 0x0b]),
        ),
      ),
    ),
  ];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)));
  return exports as unknown as ReturnType<typeof assemble<Name>>;
}
