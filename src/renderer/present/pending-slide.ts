// The slide whose view was taken to Compare to be edited: there it can be put back in its place.

export interface PendingSlide {
  readonly deck: number;
  readonly slide: string;
  readonly title: string;
}
let pending: PendingSlide | null = null;

export const takeToCompare = (slide: PendingSlide): void => {
  pending = slide;
};
export const pendingSlide = (): PendingSlide | null => pending;
export const forgetPending = (): void => {
  pending = null;
};
