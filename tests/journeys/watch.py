"""What a browser tells about a page: its faults while it loads, and what can be measured in it."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Watch:
    """Gathers errors of the console (a refusal by the content policy is one), of scripts and of loading.

    expected   the status that a page of an error may have
    """

    def __init__(self, page, expected: int = 200):
        self.faults: list[str] = []
        self.expected = expected
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message):
        # A status is reported by _response, with its address.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # the page was left while it loaded
            self.faults.append(f"did not load: {request.url} ({request.failure})")

    def _response(self, response):
        if response.status >= 400 and response.status != self.expected:
            self.faults.append(f"{response.status}: {response.url}")


def settle(page) -> None:
    """Wait until fonts are there, and charts and maps are drawn."""
    page.wait_for_function(
        """() => document.fonts.status === "loaded"
            && !document.querySelector("[data-chart]:not([data-drawn]), [data-map]:not([data-drawn])")"""
    )


def obstacles(page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds against WCAG 2.2 AA, each with the place of it; by these rules only, where given."""
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": RULES}
    answer = _axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')} {node['html'][:200]}"
        for violation in answer.response["violations"]
        for node in violation["nodes"]
    ]


@cache
def _axe() -> Axe:
    return Axe()


def too_wide(page) -> list[str]:
    """The elements that make the page scroll sideways; none where it does not."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const wide = [...document.body.querySelectorAll("*")]
            .filter((one) => one.getBoundingClientRect().right > width + 1)
            .map((one) => `${one.tagName}.${one.className}`);
          return [`${document.documentElement.scrollWidth} > ${width}`, ...wide.slice(0, 8)];
        }"""
    )


def flaws(page) -> list[str]:
    """Obstacles, and what makes the page scroll sideways."""
    return obstacles(page) + too_wide(page)


def broken_pictures(page) -> list[str]:
    """Images that are not there, and uses of icons that show nothing."""
    return page.evaluate(
        """() => [
          ...[...document.images].filter((one) => one.complete && !one.naturalWidth).map((one) => one.src),
          ...[...document.querySelectorAll("svg use")].filter((one) => {
            const { width, height } = one.getBoundingClientRect();
            return one.checkVisibility() && !(width || height);
          }).map((one) => one.getAttribute("href")),
        ]"""
    )


def headings(page) -> int:
    return page.locator("h1").count()
