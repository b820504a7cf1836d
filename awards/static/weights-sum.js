// The sum of the weights while they are typed; exact, in thousandths, for 0.1 + 0.2 is not 0.3 in floating point.

const form = document.querySelector("[data-weights]");
const sum = form?.querySelector("[data-sum]");

function thousandths(text) {
  const found = /^(\d{1,3})(?:[.٫](\d{1,3}))?$/.exec(text.trim());
  return found ? Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0")) : null;
}

function show() {
  const boxes = [...form.querySelectorAll("[data-weight]")].filter((box) => box.value.trim());
  const weights = boxes.map((box) => thousandths(box.value));
  sum.textContent = weights.includes(null) ? "" : `${weights.reduce((a, b) => a + b, 0) / 1000} / 100`;
}

if (sum) {
  form.addEventListener("input", show);
  show();
}
