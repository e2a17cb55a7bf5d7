// What a mark may be: read as people type it, inside its scale, with two decimals at most.
const MOST_DECIMALS = 2;
const MOST_CHOICES = 15;
const LIKE_POINT = /[．。，,、]/g;

function halfWidth(text) {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)).replace(LIKE_POINT, ".");
}

function decimalsOf(text) {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

// As the server writes it: no blanks, no zeros at the end, a point before decimals.
export function write(number) {
  return String(Number(number.toFixed(MOST_DECIMALS)));
}

// {value} for a mark or null for none, or {fault} with the name of the text that says what is wrong.
export function parse(text, leaf) {
  const cleaned = halfWidth(text).replace(/\s/g, "");
  if (!cleaned) return { value: null };
  if (!/^\d*\.?\d*$/.test(cleaned) || cleaned === ".") return { fault: "noNumber" };
  const number = Number(cleaned);
  if (number > Number(leaf.scale)) return { fault: "outside" };
  if (decimalsOf(cleaned) > MOST_DECIMALS) return { fault: "tooFine" };
  return { value: write(number) };
}

export function moved(value, by, leaf) {
  const step = Number(leaf.step);
  const start = value === null ? 0 : Number(value);
  return write(Math.min(Number(leaf.scale), Math.max(0, start + by * step)));
}

// A band holds its lower bound; where the next one begins (`limit`), the mark is the next one's.
export function isIn(mark, { from, to, limit }) {
  return mark >= Number(from) && (limit ? mark < Number(limit) : mark <= Number(to));
}

// The marks of a band for the thumb: every step, or every whole, second, fifth mark where that were too many.
export function choicesOf(band, leaf) {
  const [from, to] = [Number(band.from), Number(band.to)];
  const paces = [Number(leaf.step), 1, 2, 5, 10, 20, 50];
  const pace = paces.find((each) => (to - from) / each <= MOST_CHOICES) || to - from;
  const choices = [];
  for (let mark = from; mark < to; mark += pace) choices.push(write(mark));
  return isIn(to, band) ? [...choices, write(to)] : choices;
}

// What the mark adds to the sheet's sum, in points.
export function pointsOf(value, leaf) {
  if (value === null) return 0;
  if (leaf.entry === "deduction") return Number(leaf.start) - Number(value) * Number(leaf.each);
  return (Number(value) * Number(leaf.full)) / Number(leaf.scale);
}

// The scheme gives the limits of a remark as shares; people read them as marks of the leaf.
export function withLimits(leaf, { remark_below: below, remark_above: above }) {
  const limit = (share) => (share === null ? null : Number((Number(share) * Number(leaf.scale)).toFixed(4)));
  return { ...leaf, remark_below: limit(below), remark_above: limit(above) };
}

// Why a remark is due: the name of the text that says so, or nothing.
export function dueFor(value, leaf) {
  if (value === null) return "";
  const mark = Number(value);
  // Where a leaf only deducts, any deduction whatsoever asks for its reason.
  if (leaf.entry === "deduction") return mark > 0 ? "dueDeduction" : "";
  if (leaf.entry === "mark_less") return mark < Number(leaf.scale) ? "dueDeduction" : "";
  if (leaf.is_bonus) return mark > 0 ? "dueBonus" : "";
  const { remark_below: low, remark_above: high } = leaf;
  if (low !== null && mark < low) return low === Number(leaf.scale) ? "dueDeduction" : "dueLow";
  return high !== null && mark > high ? "dueHigh" : "";
}
