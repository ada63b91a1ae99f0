// Where relative paths of a corpus of files start from. It is no part of the schedule: another machine has another one.
import { TextInput } from '@mantine/core';

export function FolderField({ folder, setFolder }: { folder: string; setFolder: (folder: string) => void }) {
  return (
    <div className="design-field design-folder">
      <TextInput
        size="xs"
        label="Folder that paths start from"
        description="A full path on the machine that trains; unless given, its data folder. Kept with the draft, not in the schedule."
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder="/home/me/texts"
        value={folder}
        spellCheck={false}
        onChange={(event) => setFolder(event.currentTarget.value)}
      />
    </div>
  );
}
