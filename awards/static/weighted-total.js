// The weighted total of a sheet, in whole numbers: the same sum as judging/scorecards/totals.py, so that page and
// server never show two different totals.

const decimals = (text) => (text.split(".")[1] ?? "").length;

function whole(text, places) {
  const [before, after = ""] = text.split(".");
  return BigInt(before + after.padEnd(places, "0"));
}

// Points as a part of their scale, 0 for the lowest and 1 for the highest, as [above, below].
function part({ points, lowest = "0", highest = "10" }) {
  const places = Math.max(...[points, lowest, highest].map(decimals));
  const [value, low, high] = [points, lowest, highest].map((text) => whole(text, places));
  return [value - low, high - low];
}

// `criteria`: [{weight: "17.5", points: "8", lowest: "0", highest: "10"}, {weight: "25", points: null}]; null where there
// are no points. The total out of 100 with two decimals, a half rounded up: "47.50"; null while nothing has points.
export function weightedTotal(criteria) {
  const scored = criteria.filter(({ points }) => points !== null);
  if (scored.length === 0) return null;
  const places = Math.max(...scored.map(({ weight }) => decimals(weight)));
  let [sum, over, weights] = [0n, 1n, 0n]; // the sum is a fraction: sum / over
  for (const criterion of scored) {
    const weight = whole(criterion.weight, places);
    const [above, below] = part(criterion);
    sum = sum * below + weight * above * over;
    over *= below;
    weights += weight;
  }
  const below = weights * over;
  const hundredths = (2n * sum * 10000n + below) / (2n * below);
  const digits = hundredths.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

// How much of the weight has points, in percent with one decimal, rounded down: 50 only where it is enough to lodge.
export function scoredPercent(criteria) {
  const places = Math.max(...criteria.map(({ weight }) => decimals(weight)));
  const sum = (some) => some.reduce((weights, { weight }) => weights + whole(weight, places), 0n);
  return Number((1000n * sum(criteria.filter(({ points }) => points !== null))) / sum(criteria)) / 10;
}

// Whether a number, in its one spelling, lies on a scale of numbers.
export function onScale(points, { lowest, highest, step }) {
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(points)) return false;
  const places = Math.max(...[points, lowest, highest, step].map(decimals));
  const [value, low, high, by] = [points, lowest, highest, step].map((text) => whole(text, places));
  return low <= value && value <= high && (value - low) % by === 0n;
}

// The next number on the scale upwards (`way` 1) or downwards (-1); from a number between two steps the nearest one.
export function stepFrom(points, way, { lowest, highest, step }) {
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(points)) return way > 0 ? lowest : highest;
  const places = Math.max(...[points, lowest, highest, step].map(decimals));
  const [value, low, high, by] = [points, lowest, highest, step].map((text) => whole(text, places));
  const off = (value - low) % by;
  let next = value + BigInt(way) * by;
  if (value > low && off) next = way > 0 ? value - off + by : value - off;
  next = next < low ? low : next > high ? high : next;
  if (!places) return next.toString();
  const digits = next.toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}
