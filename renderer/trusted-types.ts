interface PolicyFactory {
  createPolicy(name: 'default', rules: { readonly createHTML: (text: string) => string | null }): unknown;
}

/**
 * The page's policy demands Trusted Types, so that no text ever becomes markup, a script or a script's address.
 * Text without a tag passes: the component library writes its style sheet that way. A browser without Trusted Types
 * has the rest of the policy.
 */
const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
trustedTypes?.createPolicy('default', { createHTML: (text) => (text.includes('<') ? null : text) });
