// Draws ECharts options that the server wrote as pure JSON; the report on paper uses the same option.
const drawn = new Map();

function draw(figure) {
  const canvas = document.createElement("div");
  canvas.className = "hj-chart-canvas";
  if (figure.dataset.height) canvas.style.height = `${figure.dataset.height}px`;
  figure.append(canvas);
  const option = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  option.animation = false;
  // An HTML tooltip would bring style attributes, which the Content-Security-Policy forbids.
  if (option.tooltip) option.tooltip.renderMode = "richText";
  const style = getComputedStyle(document.body);
  option.textStyle = { ...option.textStyle, fontFamily: style.fontFamily };
  const chart = window.echarts.init(canvas, null, { devicePixelRatio: Math.max(2, window.devicePixelRatio) });
  chart.setOption(option);
  drawn.set(figure, chart);
  resized.observe(canvas);
}

const resized = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const chart = window.echarts.getInstanceByDom(entry.target);
    if (chart) chart.resize();
  }
});

function drawAll() {
  for (const [figure, chart] of drawn) {
    if (document.contains(figure)) continue;
    chart.dispose();
    drawn.delete(figure);
  }
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    if (!drawn.has(figure)) draw(figure);
  }
}

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
window.addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
window.addEventListener("afterprint", () => drawn.forEach((chart) => chart.resize()));
