// Plays clips in sign language with buttons of our own. Nothing is fetched or played before somebody presses.

const SLOWLY = 0.5;

export function signOn(document) {
  document.addEventListener("screen", () => dress(document));
  dress(document);
}

function dress(document) {
  for (const video of document.querySelectorAll("#screen .sign video[controls]")) {
    const row = video.parentElement.querySelector(".buttons");
    const button = (name) => row.querySelector(`[data-sign=${name}]`);
    const [play, slow] = [button("play"), button("slow")];
    const labels = [play.textContent, play.dataset.other];
    video.controls = false;
    row.hidden = false;
    play.addEventListener("click", () => { if (video.paused) start(video); else video.pause(); });
    button("again").addEventListener("click", () => {
      video.currentTime = 0;
      start(video);
    });
    slow.addEventListener("click", () => {
      video.defaultPlaybackRate = video.defaultPlaybackRate === 1 ? SLOWLY : 1;
      video.playbackRate = video.defaultPlaybackRate;
      slow.setAttribute("aria-pressed", video.playbackRate !== 1);
    });
    video.addEventListener("play", () => { play.textContent = labels[1]; });
    for (const end of ["pause", "ended", "error"]) video.addEventListener(end, () => { play.textContent = labels[0]; });
  }
}

function start(video) {
  for (const other of video.ownerDocument.querySelectorAll("video")) if (other !== video) other.pause();
  video.play().catch(() => {});
}
