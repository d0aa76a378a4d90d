/** What a training that begins anew begins with: the weights of the model that comes with Cellscope, or fresh ones. */
export type WeightsChoice = (typeof weightsChoices)[number];

export const weightsChoices = ['starter', 'fresh'] as const;
