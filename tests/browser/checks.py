# ruff: noqa: E501
"""What a machine can tell of a pupil's screen beyond axe: small named checks, run over a page in the browser.

Each is a function body in JavaScript that returns what is wrong, as a list of sentences; an empty list is a pass.
`run` tries all of them at once. `HELPERS` are at hand for each.
"""

from playwright.sync_api import Page

HELPERS = r"""
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length > 0
  && !e.closest(".visually-hidden, .skip");
const say = (e) => (e.outerHTML ?? String(e)).replace(/\s+/g, " ").slice(0, 110);
const bad = (list) => list.map(say);
const text = (e) => (e?.textContent ?? "").replace(/\s+/g, " ").trim();
const style = (e) => getComputedStyle(e);
const box = (e) => e.getBoundingClientRect();
const forced = matchMedia("(forced-colors: active)").matches;
const stops = () => all("a[href], button, summary, input:not([type=hidden]), textarea, select, video[controls]").filter(seen);
const target = (e) => e.closest("label") ?? e;
const name = (e) => e.getAttribute("aria-label") ?? (text(document.getElementById(e.getAttribute("aria-labelledby")))
  || text(e.labels?.[0] ?? e));
const parts = (colour) => {
  const found = (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  return { rgb: found.slice(0, 3), alpha: found[3] ?? 1 };
};
const light = (rgb) => {
  const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};
const ground = (e) => {
  for (let at = e; at; at = at.parentElement) {
    const { rgb, alpha } = parts(style(at).backgroundColor);
    if (alpha === 1) return rgb;
  }
  return [255, 255, 255];
};
const words = () => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) if (walker.currentNode.data.trim()) found.add(walker.currentNode.parentElement);
  return [...found].filter((e) => seen(e) && !e.closest("script, style, template, svg, progress, option"));
};
"""

DOCUMENT = {
    "the page names its language": "return document.documentElement.lang ? [] : ['no lang'];",
    "the page runs the way its language does": """
        const { lang, dir } = document.documentElement;
        return dir === (["ar", "ur"].includes(lang) ? "rtl" : "ltr") ? [] : [`${lang} runs ${dir}`];""",
    "the words are in the script of the language": r"""
        const script = { ar: "Arabic", ur: "Arabic", uk: "Cyrillic" }[document.documentElement.lang] ?? "Latin";
        const letters = words().filter((e) => !e.closest("[lang]:not(html)")).map(text).join("").match(/\p{L}/gu) ?? [];
        const own = letters.filter((one) => new RegExp(`\\p{Script=${script}}`, "u").test(one));
        return own.length >= 0.7 * letters.length ? [] : [`${own.length} of ${letters.length} letters are ${script}`];""",
    "the title says the heading or the progress": r"""
        const title = document.title.replace(/ - Lateral$/, "");
        const heading = text(document.querySelector("h1"));
        const progress = text(document.querySelector("#progress-text"));
        const fits = title && [heading, progress].some((one) => one && (one.startsWith(title) || title.endsWith(one.split(" · ")[0])));
        return fits && title !== document.title ? [] : [document.title];""",
    "there is one heading of the first level": "return all('h1').length === 1 ? [] : [`${all('h1').length}`];",
    "no level of heading is left out": """
        const levels = all("h1, h2, h3, h4").filter(seen).map((e) => Number(e.tagName[1]));
        return levels.filter((level, at) => level > (at ? levels[at - 1] : 0) + 1).map(String);""",
    "the parts of the page are marked": """
        return ["header", "main", "footer"].filter((part) => all(part).length !== 1);""",
    "the first stop leads to the question": """
        const first = all("a[href], button, input:not([type=hidden]), summary")[0];
        return first?.matches(".skip[href='#main']") && document.getElementById("main") ? [] : [say(first)];""",
    "the page can be made larger by hand": """
        const viewport = document.querySelector("meta[name=viewport]")?.content ?? "";
        return /user-scalable|maximum-scale/.test(viewport) || !viewport ? [viewport] : [];""",
    "nothing but a screen left alone goes by the clock": r"""
        const closing = /^1080;url=\/answer\/still-there$|^120;url=\/answer\/stopped$/;
        return bad(all("meta[http-equiv=refresh]").filter((e) => !closing.test(e.content) || !e.closest("noscript")));""",
    "nothing comes from elsewhere": """
        const outside = (e) => (e.src || e.href) && !(e.src || e.href).startsWith(location.origin);
        return bad(all("script, link, img, video, audio, source, iframe").filter(outside));""",
    "no style and no script stand in the page": r"""
        const inline = (e) => e.hasAttribute("style") || [...e.attributes].some((one) => /^on/.test(one.name));
        return bad([...all("*").filter(inline), ...all("script:not([src]), style")]);""",
    "no two elements have one id": """
        const ids = all("[id]").map((e) => e.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at);""",
    "what is referred to is there": """
        const names = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];
        return names.flatMap((one) => all(`[${one}]`).flatMap((e) => e.getAttribute(one).split(" ")))
          .filter((id) => !document.getElementById(id));""",
}

NAMES = {
    "every field has a label to see": """
        const read = words();
        const named = (e) => [...(e.labels ?? [])].some((label) => read.some((one) => label.contains(one)));
        return bad(all("input:not([type=hidden]), textarea, select").filter((e) => seen(e) && !named(e)));""",
    "every button has words": "return bad(all('button').filter((e) => seen(e) && !text(e)));",
    "every link has words and leads somewhere": """
        return bad(all("a").filter((e) => !name(e) || !e.getAttribute("href") || e.getAttribute("href") === "#"));""",
    "what is said aloud holds what is seen": """
        const differs = (e) => !e.getAttribute("aria-label").toLowerCase().includes(text(e).toLowerCase());
        return bad(all("a[aria-label], button[aria-label]").filter(differs));""",
    "no name hides in a title": "return bad(all('[title]'));",
    "no hint hides in a placeholder": "return bad(all('[placeholder]'));",
    "pictures are named or passed over": """
        return bad([...all("svg").filter((e) => !e.closest("[aria-hidden=true]") && !e.getAttribute("aria-label")),
          ...all("img:not([alt])")]);""",
    "choices that belong together have a heading": """
        return bad(all("input[type=radio]").filter((e) => !text(e.closest("fieldset")?.querySelector("legend"))));""",
    "each answer is a native button of its own row": """
        return bad(all(".choice").filter((e) => e.tagName !== "LABEL" || !e.querySelector("input[type=radio]")));""",
    "no answer is there twice": """
        const radios = all("input[name=answer]").map((e) => e.value);
        const labels = all(".choice").map(text);
        return [...radios.filter((v, at) => !v || radios.indexOf(v) !== at), ...labels.filter((v, at) => labels.indexOf(v) !== at)];""",
    "nothing plays a part that it is not": """
        return bad(all("div[role=button], span[role=button], [role=radio], [role=link], div[tabindex='0'], span[tabindex='0']"));""",
    "progress is said in words": """
        return bad(all("progress").filter((e) => !text(document.getElementById(e.getAttribute("aria-labelledby")))
          || !(e.value <= e.max)));""",
    "a mistake is announced and leads to its field": """
        return bad(all(".errors").filter((e) => seen(e) && (e.getAttribute("role") !== "alert" || !all("a", e).length
          || !all("a", e).every((a) => document.querySelector(a.getAttribute("href"))))));""",
    "one line tells what became of an answer": """
        const lines = all("[role=status], [aria-live]");
        const needed = document.querySelector("#statement, #finish") ? 1 : 0;
        return lines.length === needed && lines.every((e) => !e.hidden && e.getAttribute("aria-live") !== "assertive") ? [] : bad(lines).concat("lines");""",
    "what unfolds says what it is": """
        return bad(all("details").filter((e) => e.firstElementChild?.tagName !== "SUMMARY" || !text(e.firstElementChild)));""",
    "nothing that is passed over can be reached": """
        return bad(all("[aria-hidden=true] a[href], [aria-hidden=true] button, [aria-hidden=true] input, [inert] button"));""",
}

KEYS = {
    "stops come in the order of the page": "return bad(all('[tabindex]').filter((e) => e.tabIndex > 0));",
    "no key is taken from the browser": "return bad(all('[accesskey]'));",
    "nothing takes the focus by itself": "return bad(all('[autofocus]'));",
    "the browser fills in nothing": """
        const off = (e) => (e.autocomplete || e.form?.autocomplete) === "off";
        return bad(all("input[type=text], input:not([type])").filter((e) => !off(e)));""",
    "every stop can be reached": """
        return bad(stops().filter((e) => e.tabIndex < 0 || e.disabled));""",
    "the focus can be seen at every stop": """
        const before = document.activeElement;
        const missing = stops().reverse().filter((e) => {
          e.focus();
          const ring = style(target(e));
          const clear = parseFloat(ring.outlineWidth) >= 2 && ring.outlineStyle !== "none";
          const far = forced || contrast(parts(ring.outlineColor).rgb, ground(target(e).parentElement)) >= 3;
          return !(clear && far);
        });
        before?.focus();
        return bad(missing);""",
    "eyes and keys take the same way": """
        const places = all("main").flatMap((main) => stops().filter((e) => main.contains(e))).map((e) => [e, box(target(e))]);
        return places.slice(1).filter(([, here], at) => here.bottom <= places[at][1].top + 1).map(([e]) => say(e));""",
    "no window lies over the page": """
        return bad(all("dialog[open], [aria-modal=true], [role=dialog]").concat(all("body *").filter(
          (e) => seen(e) && ["fixed", "sticky"].includes(style(e).position))));""",
}

SIGHT = {
    "words stand out seven to one": """
        if (forced) return [];
        return bad(words().filter((e) => contrast(parts(style(e).color).rgb, ground(e)) < 7));""",
    "borders of what can be pressed stand out three to one": """
        if (forced) return [];
        const edge = (e) => contrast(parts(style(e).borderTopColor).rgb, ground(e.parentElement));
        return bad(all(".choice, .field input, .look label").filter((e) => seen(e) && !(edge(e) >= 3 && parseFloat(style(e).borderTopWidth) >= 1)));""",
    "what is chosen shows by more than colour": """
        return bad(all("input[type=radio]").filter((e) => seen(e) && (style(e).appearance === "none" || box(e).width < 16
          || style(e).opacity < 1)));""",
    "everything to press is 44 pixels high": """
        return bad(stops().filter((e) => !e.matches("a:not(.button)") && (box(target(e)).height < 43.5 || box(target(e)).width < 43.5)));""",
    "links are 24 pixels high": "return bad(all('a:not(.button)').filter((e) => seen(e) && box(e).height < 23.5));",
    "answers keep their distance": """
        const rows = all(".choice").filter(seen).map(box);
        return rows.slice(1).filter((row, at) => row.top - rows[at].bottom < 7.5).map((row) => `${row.top}`);""",
    "nothing to press lies over another": """
        const places = stops().filter((e) => !e.matches("a:not(.button)")).map((e) => [e, box(target(e))]);
        const over = (one, two) => one.left < two.right - 1 && two.left < one.right - 1 && one.top < two.bottom - 1 && two.top < one.bottom - 1;
        return places.filter(([, one], at) => places.slice(at + 1).some(([, two]) => over(one, two))).map(([e]) => say(e));""",
    "nothing goes beyond the edge": """
        const { scrollWidth, clientWidth } = document.documentElement;
        const beyond = words().filter((e) => box(e).right > clientWidth + 1 || box(e).left < -1);
        return scrollWidth > clientWidth ? [`${scrollWidth} of ${clientWidth}`, ...bad(beyond)] : bad(beyond);""",
    "no words are cut off": """
        const cut = (e) => ["hidden", "clip"].some((how) => style(e).overflowX === how || style(e).overflowY === how)
          && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
        return bad(all("body *").filter((e) => seen(e) && text(e) && !e.matches("progress") && (cut(e) || style(e).textOverflow === "ellipsis")));""",
    "words are at least 16 pixels": "return bad(words().filter((e) => parseFloat(style(e).fontSize) < 15.9));",
    "lines have room": """
        const ratio = (e) => parseFloat(style(e).lineHeight) / parseFloat(style(e).fontSize);
        return bad(all("p, li, h1, .choice span").filter((e) => seen(e) && text(e) && ratio(e) < 1.2));""",
    "lines are short": "return bad(all('p, h1').filter((e) => seen(e) && box(e).width > 46 * parseFloat(style(e).fontSize)));",
    "words are plain": """
        const fancy = (s) => s.fontStyle === "italic" || s.textAlign === "justify" || s.textTransform === "uppercase";
        return bad(words().filter((e) => !e.matches(".code-input") && fancy(style(e))));""",
    "nothing moves": "return document.getAnimations().filter((one) => one.playState === 'running').map(() => 'animation');",
    "nothing blinks or runs": "return bad(all('marquee, blink'));",
    "nothing is played before it is asked for": """
        return bad(all("audio, video").filter((e) => e.autoplay || e.loop || e.preload !== "none" || !e.paused));""",
    "films can be stopped, and have words beside them": """
        return bad(all("video").filter((e) => !(e.controls || all("[data-sign=play]", e.parentElement).length)
          || !text(e.parentElement.querySelector("figcaption"))));""",
    "answers stand in one column": """
        const lefts = all(".choice").filter(seen).map((e) => Math.round(box(e).left));
        return lefts.filter((left) => left !== lefts[0]).map(String);""",
    "the present answer is the only one marked": """
        const chosen = all("input[name=answer]:checked");
        return chosen.length > 1 ? bad(chosen) : [];""",
}

CHECKS = DOCUMENT | NAMES | KEYS | SIGHT
SCRIPT = (
    "() => {"
    + HELPERS
    + "const found = {};"
    + "".join(f"found[{name!r}] = (() => {{ {body} }})();" for name, body in CHECKS.items())
    + "return found; }"
)


def run(page: Page) -> dict[str, list[str]]:
    """What is wrong with the page, by the name of the check; nothing where all is well.

    A key is pressed first: browsers show where the focus is to those who use keys.
    """
    page.keyboard.press("Tab")
    found: dict[str, list[str]] = page.evaluate(SCRIPT)
    return {name: problems for name, problems in found.items() if problems}
