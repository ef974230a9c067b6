/** Lets the person choose a file; null if they do not. */
export async function chooseFile(accept: string): Promise<File | null> {
  const [file] = await choose(accept, () => undefined);
  return file ?? null;
}

/** Lets the person choose several files, or a folder, of whose files those with an accepted ending are taken. */
export async function chooseFiles(accept: string, folder: boolean): Promise<readonly File[]> {
  const files = await choose(accept, (input) => {
    input.multiple = true;
    input.webkitdirectory = folder;
  });
  const endings = accept.split(',').filter((part) => part.startsWith('.'));
  return files.filter(({ name }) => endings.some((ending) => name.toLowerCase().endsWith(ending)));
}

/** Lets the person choose a folder; all files in it, none if they do not. */
export const chooseFolder = (): Promise<readonly File[]> =>
  choose('', (input) => {
    input.webkitdirectory = true;
  });

function choose(accept: string, prepare: (input: HTMLInputElement) => void): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    prepare(input);
    input.hidden = true;
    document.body.append(input); // what is in no document may be collected while the dialog is open
    const end = () => {
      input.remove();
      resolve([...(input.files ?? [])]);
    };
    input.addEventListener('change', end);
    input.addEventListener('cancel', end);
    input.click();
  });
}
