"""That the journeys' look at every page sees what is wrong with one."""

import pytest

from tests.journeys.conftest import axe_violations

PAGE = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>%s</main></html>"


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        ("<p>Nothing is wrong here.</p>", []),
        ("<img src='data:,'>", ["image-alt"]),
        ("<p style='color: #aaa'>Pale words.</p>", ["color-contrast"]),
        ("<h3>Two levels down</h3>", ["heading-order"]),
        ("<input>", ["label"]),
    ],
)
def test_axe_names_the_rule_that_is_broken(browser, content, rules):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(PAGE % content)

        found = axe_violations(page)

    assert [violation.partition(":")[0] for violation in found] == rules
