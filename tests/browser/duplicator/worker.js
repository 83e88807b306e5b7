// A worker sleeps after a while; a page of the extension stays awake.
chrome.runtime.onInstalled.addListener(() => chrome.tabs.create({ url: "page.html", active: false }));
