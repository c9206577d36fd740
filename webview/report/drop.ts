/** Opens a file that is dropped anywhere on the page, and shows while one is held over it that it can be. */
export function listenToDrops(page: Document, open: (file: File) => void): void {
  const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  const mark = (on: boolean): void => { page.body.classList.toggle('drop-here', on); };
  page.addEventListener('dragover', event => {
    if (!hasFile(event)) return;
    event.preventDefault();
    mark(true);
  });
  // Leaving an element for another one inside the page is no leaving.
  page.addEventListener('dragleave', event => { if (event.relatedTarget === null) mark(false); });
  page.addEventListener('drop', event => {
    if (!hasFile(event)) return;
    event.preventDefault();
    mark(false);
    const file = event.dataTransfer?.files[0];
    if (file) open(file);
  });
}
