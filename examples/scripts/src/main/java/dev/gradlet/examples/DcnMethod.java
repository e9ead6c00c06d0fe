package dev.gradlet.examples;

/** The ways of clustering that {@code dcn} compares. */
enum DcnMethod {
  PIXELS("k-means"),
  CODES("autoencoder + k-means"),
  OPTIMIZER("joint, optimizer's centroids"),
  RUNNING("joint, the paper's 1/count");

  private final String title;

  DcnMethod(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
