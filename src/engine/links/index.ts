/** Functions with parameters, imported as `L`. */
export { Maxout } from './activation/maxout.js';
export { PReLU } from './activation/prelu.js';
export { Swish } from './activation/swish.js';
export { Bias } from './connection/bias.js';
export { Convolution2D, type ConvolutionOptions } from './connection/convolution2D.js';
export {
  Convolution1D,
  Convolution3D,
  ConvolutionND,
  type ConvolutionNDLinkOptions,
} from './connection/convolutionND.js';
export { Deconvolution2D, type DeconvolutionOptions } from './connection/deconvolution2D.js';
export {
  Deconvolution1D,
  Deconvolution3D,
  DeconvolutionND,
  type DeconvolutionNDLinkOptions,
} from './connection/deconvolutionND.js';
export { DeformableConvolution2D } from './connection/deformableConvolution2D.js';
export { DepthwiseConvolution2D } from './connection/depthwiseConvolution2D.js';
export { DilatedConvolution2D } from './connection/dilatedConvolution2D.js';
export { EmbedID } from './connection/embedID.js';
export { Highway } from './connection/highway.js';
export { Inception } from './connection/inception.js';
export { InceptionBN } from './connection/inceptionBN.js';
export { Linear, type LinearOptions } from './connection/linear.js';
export { LocalConvolution2D } from './connection/localConvolution2D.js';
export { MLPConvolution2D } from './connection/mlpConvolution2D.js';
export { MultiHeadAttention } from './connection/multiHeadAttention.js';
export { Parameter } from './connection/parameterLink.js';
export { Scale } from './connection/scale.js';
export { SpectralNormalization, type SpectralNormalizationOptions } from './hooks/spectralNormalization.js';
export { WeightStandardization } from './hooks/weightStandardization.js';
export { CRF1d } from './loss/crf1d.js';
export { NegativeSampling } from './loss/negativeSampling.js';
export { Classifier, type Predictor } from './model/classifier.js';
export { GoogLeNet } from './model/googLeNet.js';
export type { NamedLayer } from './model/layers.js';
export { ResNet50Layers, ResNet101Layers, ResNet152Layers, type ResNetOptions } from './model/resnet.js';
export { VGG16Layers, VGG19Layers } from './model/vgg.js';
export { BatchNormalization, type BatchNormalizationLinkOptions } from './normalization/batchNormalization.js';
export { BatchRenormalization } from './normalization/batchRenormalization.js';
export { GroupNormalization } from './normalization/groupNormalization.js';
export { LayerNormalization } from './normalization/layerNormalization.js';
export { normalizedConvolution } from './normalization/normalizedConvolution.js';
export { GRU, type GRUOptions, StatefulGRU, StatelessGRU } from './rnn/gru.js';
export { LSTM, type LSTMOptions, StatelessLSTM } from './rnn/lstm.js';
export {
  NStepBiGRU,
  NStepBiLSTM,
  NStepBiRNNReLU,
  NStepBiRNNTanh,
  NStepGRU,
  NStepLSTM,
  type NStepOutput,
  NStepRNNReLU,
  NStepRNNTanh,
} from './rnn/nStep.js';
export { StatefulPeepholeLSTM } from './rnn/peepholeLSTM.js';
export { ChildSumTreeLSTM } from './rnn/treeLSTM.js';
export { StatefulZoneoutLSTM } from './rnn/zoneoutLSTM.js';
