package io.hwnas.evaluator;

import io.hwnas.space.Operator;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The gradient of depthwise filters of 5 or 7 rows, three columns at a time.
 *
 * <p>oneDNN has a fast kernel for three columns alone; for wider filters it takes a general one,
 * several times slower, and for feature maps lower than the filter a matrix product, tens of times
 * slower (see {@code docs/decisions}). A column of the gradient does not depend on the others: the
 * middle three are those of a filter three wide, the outer ones those of the same filter over the
 * image moved left or right.
 */
final class DepthwiseWeightGradient {
  private static final int COLUMNS = 3;

  private DepthwiseWeightGradient() {}

  /** Tells whether a convolution's gradient is computed here. */
  static boolean applies(Operator.Convolution convolution) {
    int kernel = convolution.kernel();
    return convolution.groups() > 1
        && convolution.groups() == convolution.inChannels()
        && convolution.inChannels() == convolution.outChannels()
        && (kernel == 5 || kernel == 7)
        && convolution.pads().symmetric()
        && convolution.pads().before() == kernel / 2;
  }

  /** Returns the gradient [channels, 1, k, k] of a filter. */
  static Tensor of(Operator.Convolution convolution, Tensor gradient, Tensor x) {
    int kernel = convolution.kernel();
    int rows = explicitRows(convolution, Math.toIntExact(x.size(2)));
    int outer = kernel / 2 - 1;
    Tensor weight =
        torch
            .empty(convolution.outChannels(), 1, kernel, kernel)
            .contiguous(torch.MemoryFormat.ChannelsLast);
    Tensor left = columns(convolution, gradient, moved(x, outer, rows), rows);
    weight.narrow(3, 0, outer).copy_(left.narrow(3, 0, outer));
    Tensor right = columns(convolution, gradient, moved(x, -outer, rows), rows);
    weight.narrow(3, kernel - outer, outer).copy_(right.narrow(3, COLUMNS - outer, outer));
    Tensor middle = columns(convolution, gradient, moved(x, 0, rows), rows);
    weight.narrow(3, outer, COLUMNS).copy_(middle);
    return weight;
  }

  /**
   * Finds how many rows must be padded by hand on each side: the fast kernel wants the rest to be
   * at most 1 or a multiple of the stride, and the image as high as the filter.
   */
  private static int explicitRows(Operator.Convolution convolution, int height) {
    int padding = convolution.pads().before();
    for (int rows = 0; rows < padding; rows++) {
      int rest = padding - rows;
      boolean restFits = rest <= 1 || rest % convolution.stride() == 0;
      if (restFits && height + 2 * rows >= convolution.kernel()) {
        return rows;
      }
    }
    return padding;
  }

  /** Moves an image to the right, black coming in, and pads rows above and below. */
  private static Tensor moved(Tensor x, int right, int rows) {
    return right == 0 && rows == 0
        ? x
        : torch.constant_pad_nd(x, new long[] {right, -right, rows, rows}, new Scalar(0f));
  }

  /** Returns the gradient [channels, 1, k, 3] of a filter three wide over an image. */
  private static Tensor columns(
      Operator.Convolution convolution, Tensor gradient, Tensor x, int explicitRows) {
    BoolPointer weightAlone = new BoolPointer(3);
    weightAlone.put(0, false).put(1, true).put(2, false);
    int channels = convolution.outChannels();
    Tensor shape =
        torch
            .empty(channels, 1, convolution.kernel(), COLUMNS)
            .contiguous(torch.MemoryFormat.ChannelsLast);
    return torch
        .convolution_backward(
            gradient,
            x,
            shape,
            new long[] {channels},
            new long[] {convolution.stride(), convolution.stride()},
            new long[] {convolution.pads().before() - explicitRows, 1},
            new long[] {1, 1},
            false,
            new long[] {0, 0},
            channels,
            weightAlone)
        .get1();
  }
}
