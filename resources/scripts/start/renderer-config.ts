import type { UserConfig } from 'vite';
import electronViteConfig from '../../../electron.vite.config.ts';

/** The window's part of the build, the same for both shells. */
export async function rendererConfig(): Promise<UserConfig> {
  const { renderer } = electronViteConfig as { readonly renderer: UserConfig };
  return { ...renderer, configFile: false } as UserConfig;
}
