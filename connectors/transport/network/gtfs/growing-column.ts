/** A column of 32-bit whole numbers that grows: four bytes a row instead of an object. */
export type GrowingColumn = {
  push(value: number): void;
  /** What was pushed; the column must not grow after. */
  values(): Int32Array;
};

const FIRST_SIZE = 1_024;

export function createGrowingColumn(): GrowingColumn {
  let values = new Int32Array(FIRST_SIZE);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const wider = new Int32Array(values.length * 2);
        wider.set(values);
        values = wider;
      }
      values[length] = value;
      length += 1;
    },
    values: () => values.slice(0, length),
  };
}
