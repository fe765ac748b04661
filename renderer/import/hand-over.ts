import { MAX_SLICE_BYTES, type FilePreview, type TransferTarget } from '../../main/contract/transfer.ts';
import type { AppClient } from '../app/app-client.ts';

async function base64Of(slice: Blob): Promise<string> {
  const bytes = new Uint8Array(await slice.arrayBuffer());
  const parts: string[] = [];
  // Not all at once: so many arguments would overflow the stack.
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(parts.join(''));
}

/** Hands a file to the engine slice by slice and lets it look at it. The engine never learns where the file lies. */
export async function handOver(
  client: AppClient,
  {
    file,
    target,
    onShare,
  }: { readonly file: File; readonly target: TransferTarget; readonly onShare: (share: number) => void },
): Promise<FilePreview> {
  const { importId } = await client.transfer.begin({ target, fileName: file.name.slice(-255), sizeBytes: file.size });
  try {
    for (let index = 0; index * MAX_SLICE_BYTES < file.size; index += 1) {
      const slice = await base64Of(file.slice(index * MAX_SLICE_BYTES, (index + 1) * MAX_SLICE_BYTES));
      const { receivedBytes } = await client.transfer.append({ importId, index, slice });
      onShare(receivedBytes / file.size);
    }
    return await client.transfer.preview({ importId });
  } catch (error) {
    await client.transfer.close({ importId }).catch(() => undefined);
    throw error;
  }
}
