package dev.gradlet.examples;

/** The ways of clustering that {@code dcn} compares. */
enum DcnMethod {
  PIXELS("k-means"),
  CODES("autoencoder + k-means"),
  OPTIMIZER("joint, centroids by the optimizer"),
  RUNNING("joint, centroids by 1/count (the paper's)");

  private final String title;

  DcnMethod(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
