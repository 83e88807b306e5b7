"""What to do when a page could not be shown, by its status: told to pupils and to staff alike."""

from app.web.languages import later

ADVICE: dict[int, str] = {
    400: later("Go back, reload the page and try again."),
    403: later("Your role does not include this page. Ask the person who invited you."),
    404: later("It may have moved, or it is not yours to see. Check the address or go to the start."),
    405: later("Go back and use the buttons on the page."),
    409: later("This has changed since you opened it. Reload the page and look again."),
    410: later("The link or code has been used or has run out. Ask for a new one."),
    413: later("Send a smaller file or a shorter text. Files may have up to 10 MB."),
    415: later("Use CSV or XLSX."),
    422: later("Go back, check what you entered and try again."),
    429: later("Wait a few minutes and try again. Nothing was lost."),
    500: later("Nothing was half-saved. Try again in a minute."),
    503: later("Nothing was lost. Try again in a minute."),
}
