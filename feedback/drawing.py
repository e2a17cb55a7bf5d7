"""Drawing charts on the server: the page's own ECharts inside a V8 engine, without a browser."""

import os
import re
import threading

from django.conf import settings
from py_mini_racer import MiniRacer

from organization.charts import Chart

# The family of the fonts in var/fonts. Paper has no PingFang or YaHei to fall back on, and a family
# that is not loaded would be drawn too thin.
FAMILY = "Noto Sans SC"
_DRAW = """
function draw(width, height, option) {
  const size = {renderer: "svg", ssr: true, width: width, height: height};
  const chart = echarts.init(null, null, size);
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
"""
_lock = threading.Lock()
# One engine a process, made when it is first needed: V8 does not survive a fork.
_engines: dict[int, MiniRacer] = {}


def draw_chart(chart: Chart, *, width: int = 640) -> str:
    """Draw a chart as SVG text that is the same for the same option, to the byte.

    Args:
        width: in pixels; the height is the chart's own.
    """
    with _lock:
        svg = _engine().call("draw", width, chart.height, chart.option)
    return _tidy(svg)


def _engine() -> MiniRacer:
    process = os.getpid()
    if process not in _engines:
        _engines.clear()
        engine = MiniRacer()
        library = settings.VAR_DIR / "vendor" / "echarts.min.js"
        engine.eval(library.read_text(encoding="utf-8"))
        engine.eval(_DRAW)
        _engines[process] = engine
    return _engines[process]


def _tidy(svg: str) -> str:
    """Leave presentation attributes only.

    ECharts counts its ids up for as long as the engine lives; its style rules are for hovering.
    """
    svg = re.sub(r"<style\b.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\bzr\d+-", "zr-", svg)
    svg = re.sub(r' (?:class|cursor|pointer-events|ecmeta_\w+)="[^"]*"', "", svg)
    return re.sub(r' style="([^"]*)"', _as_attributes, svg)


def _as_attributes(match: re.Match[str]) -> str:
    declarations = dict(
        part.split(":", 1) for part in match[1].replace("&quot;", "'").split(";") if ":" in part
    )
    if "font-family" in declarations:
        declarations["font-family"] = FAMILY
    return "".join(f' {name}="{value}"' for name, value in declarations.items())
