# ruff: noqa: E501
"""Faults to put into a pupil's statement on purpose, each with the check that should find it.

They were written before anybody looked whether the checks find them. `css` lays a rule over the page, `one` finds an
element, `add` puts a piece of HTML at the end of what is asked.
"""

HELPERS = """
const css = (rule) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rule); document.adoptedStyleSheets.push(sheet); };
const one = (selector) => document.querySelector(selector);
const add = (html) => one("#screen").insertAdjacentHTML("beforeend", html);
const root = document.documentElement;
"""

FAULTS = [
    ("root.removeAttribute('lang')", "the page names its language"),
    ("root.dir = 'rtl'", "the page runs the way its language does"),
    ("root.lang = 'ar'; root.dir = 'rtl'", "the words are in the script of the language"),
    ("document.title = 'Lateral'", "the title says the heading or the progress"),
    ("document.title = 'Question 99 of 99 - Lateral'", "the title says the heading or the progress"),
    ("add('<h1>Again</h1>')", "there is one heading of the first level"),
    ("one('h1').outerHTML = '<p>No heading</p>'", "there is one heading of the first level"),
    ("add('<h4>Deep</h4>')", "no level of heading is left out"),
    ("one('footer').outerHTML = '<div>Help</div>'", "the parts of the page are marked"),
    ("one('.skip').remove()", "the first stop leads to the question"),
    ("one('.skip').href = '#nowhere'", "the first stop leads to the question"),
    ("one('meta[name=viewport]').content += ', user-scalable=no'", "the page can be made larger by hand"),
    ("document.head.insertAdjacentHTML('beforeend', '<meta http-equiv=refresh content=600>')", "nothing but a screen left alone goes by the clock"),
    ("add('<img alt=logo src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">')", "nothing comes from elsewhere"),
    ("one('h1').setAttribute('style', 'margin: 0')", "no style and no script stand in the page"),
    ("one('.choice').setAttribute('onclick', 'go()')", "no style and no script stand in the page"),
    ("add('<p id=answer-0>Twice</p>')", "no two elements have one id"),
    ("one('progress').setAttribute('aria-labelledby', 'gone')", "what is referred to is there"),
    ("add('<input name=more>')", "every field has a label to see"),
    ("one('.choice span').textContent = ''", "every field has a label to see"),
    ("css('.choice span { visibility: hidden }')", "every field has a label to see"),
    ("one('[value=next]').textContent = ''", "every button has words"),
    ("add('<a>Read more</a>')", "every link has words and leads somewhere"),
    ("add('<a href=\"/help\"></a>')", "every link has words and leads somewhere"),
    ("one('[value=next]').setAttribute('aria-label', 'Continue')", "what is said aloud holds what is seen"),
    ("one('[value=back]').title = 'Go back'", "no name hides in a title"),
    ("add('<label>Why? <input placeholder=\"Type here\" autocomplete=off></label>')", "no hint hides in a placeholder"),
    ("one('svg').removeAttribute('aria-hidden'); one('.wordmark svg')?.removeAttribute('aria-hidden')", "pictures are named or passed over"),
    ("add('<img src=\"/static/favicon.svg\">')", "pictures are named or passed over"),
    ("one('main legend').remove()", "choices that belong together have a heading"),
    ("one('.choice').outerHTML = '<div class=choice><span>Never</span></div>'", "each answer is a native button of its own row"),
    ("one('.choice').after(one('.choice').cloneNode(true))", "no answer is there twice"),
    ("one('#answer-1').value = one('#answer-0').value", "no answer is there twice"),
    ("add('<div role=button tabindex=0>Next</div>')", "nothing plays a part that it is not"),
    ("one('#progress-text').textContent = ''", "progress is said in words"),
    ("add('<div class=errors><p>Wrong</p></div>')", "a mistake is announced and leads to its field"),
    ("one('#saved').removeAttribute('role')", "one line tells what became of an answer"),
    ("add('<p role=status>Hello</p>')", "one line tells what became of an answer"),
    ("one('#saved').setAttribute('aria-live', 'assertive')", "one line tells what became of an answer"),
    ("one('main details summary').remove()", "what unfolds says what it is"),
    ("one('main .buttons').setAttribute('aria-hidden', 'true')", "nothing that is passed over can be reached"),
    ("one('[value=stop]').tabIndex = 3", "stops come in the order of the page"),
    ("one('[value=next]').accessKey = 'n'", "no key is taken from the browser"),
    ("one('#answer-2').autofocus = true", "nothing takes the focus by itself"),
    ("one('#statement').removeAttribute('autocomplete'); add('<label>Name <input name=name></label>')", "the browser fills in nothing"),
    ("one('[value=skip]').tabIndex = -1", "every stop can be reached"),
    ("css('* { outline: none !important }')", "the focus can be seen at every stop"),
    ("css('.button:focus-visible { outline-color: #fdfaf3 !important }')", "the focus can be seen at every stop"),
    ("css('#statement { display: flex; flex-direction: column-reverse }')", "eyes and keys take the same way"),
    ("css('footer { position: fixed; bottom: 0 }')", "no window lies over the page"),
    ("css('h1 { color: #8a8f88 }')", "words stand out seven to one"),
    ("css('.choice { border-color: #e4dacb }')", "borders of what can be pressed stand out three to one"),
    ("css('.choice input { appearance: none }')", "what is chosen shows by more than colour"),
    ("css('.choice { min-height: 0; padding: 0 1rem; font-size: 16px }')", "everything to press is 44 pixels high"),
    ("css('.choices { gap: 2px }')", "answers keep their distance"),
    ("css('.choice + .choice { margin-top: -30px }')", "nothing to press lies over another"),
    ("css('h1 { width: 200vw; max-width: none }')", "nothing goes beyond the edge"),
    ("css('h1 { height: 12px; overflow: hidden }')", "no words are cut off"),
    ("css('.choice span { font-size: 11px }')", "words are at least 16 pixels"),
    ("css('h1 { animation: a 1s infinite } @keyframes a { to { opacity: 0.5 } }')", "nothing moves"),
    ("add('<video autoplay muted src=\"/a.mp4\"></video>')", "nothing is played before it is asked for"),
    ("css('.choices { grid-template-columns: 1fr 1fr }')", "answers stand in one column"),
    ("css('h1 { line-height: 1 }')", "lines have room"),
    ("css('h1 { text-transform: uppercase }')", "words are plain"),
]  # fmt: skip
