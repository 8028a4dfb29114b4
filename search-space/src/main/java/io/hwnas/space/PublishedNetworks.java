package io.hwnas.space;

import java.util.List;

/** What papers and released codes say of the reference networks. */
final class PublishedNetworks {
  private static final String V3_TABLE_3 = "MobileNetV3 paper, table 3";
  private static final String V3_TABLE_9 = "MobileNetV3 paper, table 9";
  private static final String SLIM = "TensorFlow slim, nets/mobilenet/README.md";
  private static final String TORCHVISION = "torchvision 0.29, num_params";
  private static final String TORCHVISION_OPS = "torchvision 0.29, _ops";
  private static final String TIMM = "timm, results-imagenet.csv";

  static final List<ReferenceNetwork> ALL =
      List.of(
          new ReferenceNetwork(
              "mobilenet-v1",
              "Howard et al. 2017, table 1",
              List.of(
                  exact("TensorFlow slim, nets/mobilenet_v1.py", "568740352", ""),
                  printed("MobileNetV1 paper, table 4", "569M", "4.2M"),
                  printed("TensorFlow slim, nets/mobilenet_v1.md", "569M", "4.24M")),
              "slim's params (4.24M; 2.59M, 1.34M, 0.47M at widths 0.75, 0.5, 0.25) have one more"
                  + " for each normalised channel; its MAdds at width 0.75 (317M, 233M, 162M, 104M"
                  + " at 224, 192, 160, 128 pixels) leave out the stem; its 150M at width 0.5 are"
                  + " 149.497M by count, and its 34M at width 0.25 and 192 pixels, between 41M and"
                  + " 21M, are 30.2M"),
          new ReferenceNetwork(
              "mobilenet-v1-full-convolution",
              "Howard et al. 2017, table 4",
              List.of(printed("MobileNetV1 paper, table 4", "4866M", "29.3M")),
              "the paper's 4866M leave out the classifier's 1.0M, which its 569M of MobileNetV1"
                  + " include"),
          new ReferenceNetwork(
              "mobilenet-v2",
              "Sandler et al. 2018, table 2",
              List.of(
                  exact(TORCHVISION, "", "3504872"),
                  printed("MobileNetV2 paper, table 4", "300M", "3.4M"),
                  printed(SLIM, "300M", "3.47M"),
                  printed(TORCHVISION_OPS, "301M", ""),
                  printed(TIMM, "", "3.50M")),
              "the paper and slim cut their figures, such as 300.8M MAdds and 3.50M params; slim's"
                  + " params (3.47M; 6.06M, 5.34M, 2.61M, 1.95M, 1.66M at widths 1.4, 1.3, 0.75,"
                  + " 0.5, 0.35) leave out batch norm; the paper's 585M and 6.9M at width 1.4 are"
                  + " 582.2M, as in slim, and 6.11M by count"),
          new ReferenceNetwork(
              "mnasnet-a1",
              "Tan et al. 2019, figure 7",
              List.of(
                  exact("osmr/imgclsmob, model table", "", "3887038"),
                  printed("MnasNet paper, table 1", "312M", "3.9M"),
                  printed(V3_TABLE_3, "315M", "3.9M"),
                  printed("mingxingtan/mnasnet, README.md", "315.2M", "3.9M"),
                  printed(TIMM, "", "3.89M")),
              "the MobileNetV3 paper and MnasNet's code print 315M MAdds for what its own paper"
                  + " counts as 312M"),
          new ReferenceNetwork(
              "mnasnet-b1",
              "Tan et al. 2019, table 2",
              List.of(
                  exact(TORCHVISION, "", "4383312"),
                  printed("MnasNet paper, table 2", "315M", "4.4M"),
                  printed(TORCHVISION_OPS, "314M", ""),
                  printed(TIMM, "", "4.38M")),
              "the paper prints 315M MAdds; its released blocks and torchvision's have 314.4M"),
          new ReferenceNetwork(
              "mnasnet-small",
              "mingxingtan/mnasnet, mnasnet_models.py",
              List.of(
                  printed("MnasNet paper, table 4, second search", "68M", "2.0M"),
                  printed(TIMM, "", "2.03M"),
                  printed(V3_TABLE_3, "65.1M", "1.9M")),
              "table 3 of the MobileNetV3 paper has the first search of table 4 (65M, 1.9M), whose"
                  + " blocks are not released"),
          new ReferenceNetwork(
              "mobilenet-v3-large",
              "Howard et al. 2019, table 1",
              List.of(
                  exact(TORCHVISION, "", "5483032"),
                  printed(V3_TABLE_9, "217M", "5.4M"),
                  printed(V3_TABLE_3, "219M", "5.4M"),
                  printed(SLIM, "217M", "5.4M"),
                  printed(TORCHVISION_OPS, "217M", ""),
                  printed(TIMM, "", "5.48M")),
              "the paper prints 219M and 217M MAdds for one network, and cuts 5.48M params; its 356M"
                  + " at width 1.25 are of a hidden layer scaled too, the 7.5M params beside them of"
                  + " one that is not (355.2M); its 40M and 2.2M at width 0.35 are 39.5M and 2.13M"
                  + " by count"),
          new ReferenceNetwork(
              "mobilenet-v3-large-minimalistic",
              "TensorFlow slim, nets/mobilenet/mobilenet_v3.py",
              List.of(printed(SLIM, "209M", "3.9M"), printed(TIMM, "", "3.92M")),
              ""),
          new ReferenceNetwork(
              "mobilenet-v3-small",
              "Howard et al. 2019, table 2",
              List.of(
                  exact(TORCHVISION, "", "2542856"),
                  printed(V3_TABLE_9, "57M", "2.5M"),
                  printed(V3_TABLE_3, "56M", "2.5M"),
                  printed(SLIM, "66M", "2.9M"),
                  printed(TORCHVISION_OPS, "57M", ""),
                  printed(TIMM, "", "2.54M")),
              "the paper cuts and rounds 56.5M MAdds; the head has 1024 channels, as in the paper's"
                  + " late text and all released code, where slim's 2.9M params (2.4M at width 0.75)"
                  + " are of the head of 1280 and its 66M MAdds of no network that the tables"
                  + " describe; the paper's 44M at width 0.75 and 74M at 256 pixels, too, are of the"
                  + " head of 1280, and are 43.4M and 73.2M with this one"),
          new ReferenceNetwork(
              "mobilenet-v3-small-1280",
              "Howard et al. 2019, ICCV text, table 2",
              List.of(
                  printed("MobileNetV3 paper, ICCV text, table 3", "66M", "2.9M"),
                  printed(SLIM, "66M", "2.9M")),
              "the head of 1280 channels explains 2.9M params; 66M MAdds belong to no network that"
                  + " the tables describe"),
          new ReferenceNetwork(
              "mobilenet-v3-small-minimalistic",
              "TensorFlow slim, nets/mobilenet/mobilenet_v3.py",
              List.of(printed(SLIM, "65M", "2.0M"), printed(TIMM, "", "2.04M")),
              "65M MAdds are too many, as slim's 66M of the full network, whose layers have 56.5M"));

  private PublishedNetworks() {}

  private static PublishedFigure exact(String source, String madds, String params) {
    return PublishedFigure.of(source, madds, params, true);
  }

  private static PublishedFigure printed(String source, String madds, String params) {
    return PublishedFigure.of(source, madds, params, false);
  }
}
