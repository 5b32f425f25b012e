"""Names as the Keras of the tests has them: of its modules, and of the attributes of its layers."""

from __future__ import annotations

#: The public names of each module, as the Keras of the tests exports them.
_NAMES: dict[str, str] = {
    "": """
        DTypePolicy FloatDTypePolicy Function Initializer Input InputSpec KerasTensor Layer
        Loss Metric Model Operation Optimizer Quantizer Regularizer RematScope Sequential
        StatelessScope SymbolicScope Variable activations applications backend callbacks
        config constraints datasets device distillation distribution dtype_policies export
        initializers layers legacy losses metrics mixed_precision models name_scope ops
        optimizers preprocessing quantizers random regularizers remat saving tree utils
        version visualization wrappers
    """,
    "models": """
        Model Sequential clone_model load_model model_from_json save_model
    """,
    "optimizers": """
        Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer
        MultiOptimizer Muon Nadam Optimizer OptimizerMap RMSprop SGD ScheduleFreeAdamW
        deserialize get legacy schedules serialize
    """,
    "optimizers.schedules": """
        CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay LearningRateSchedule
        PiecewiseConstantDecay PolynomialDecay deserialize serialize
    """,
    "callbacks": """
        BackupAndRestore CSVLogger Callback CallbackList EarlyStopping History
        LambdaCallback LearningRateScheduler ModelCheckpoint OrbaxCheckpoint ProgbarLogger
        ReduceLROnPlateau RemoteMonitor SwapEMAWeights TensorBoard TerminateOnNaN
    """,
    "losses": """
        BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy
        CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy CategoricalHinge
        Circle CosineSimilarity Dice Hinge Huber KLDivergence LogCosh Loss MeanAbsoluteError
        MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson
        SparseCategoricalCrossentropy SquaredHinge Tversky binary_crossentropy
        binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy
        categorical_generalized_cross_entropy categorical_hinge circle cosine_similarity ctc
        deserialize dice get hinge huber kl_divergence log_cosh mean_absolute_error
        mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error
        poisson serialize sparse_categorical_crossentropy squared_hinge tversky
    """,
    "metrics": """
        AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy
        CategoricalCrossentropy CategoricalHinge ConcordanceCorrelation CosineSimilarity
        F1Score FBetaScore FalseNegatives FalsePositives Hinge IoU KLDivergence LogCoshError
        Mean MeanAbsoluteError MeanAbsolutePercentageError MeanIoU MeanMetricWrapper
        MeanSquaredError MeanSquaredLogarithmicError Metric OneHotIoU OneHotMeanIoU
        PearsonCorrelation Poisson Precision PrecisionAtRecall R2Score Recall
        RecallAtPrecision RootMeanSquaredError SensitivityAtSpecificity
        SparseCategoricalAccuracy SparseCategoricalCrossentropy
        SparseTopKCategoricalAccuracy SpecificityAtSensitivity SquaredHinge Sum
        TopKCategoricalAccuracy TrueNegatives TruePositives binary_accuracy
        binary_crossentropy binary_focal_crossentropy categorical_accuracy
        categorical_crossentropy categorical_focal_crossentropy categorical_hinge
        concordance_correlation deserialize get hinge huber kl_divergence log_cosh
        mean_absolute_error mean_absolute_percentage_error mean_squared_error
        mean_squared_logarithmic_error pearson_correlation poisson serialize
        sparse_categorical_accuracy sparse_categorical_crossentropy
        sparse_top_k_categorical_accuracy squared_hinge top_k_categorical_accuracy
    """,
    "regularizers": """
        L1 L1L2 L2 OrthogonalRegularizer Regularizer deserialize get l1 l1_l2 l2
        orthogonal_regularizer serialize
    """,
    "initializers": """
        Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer
        Initializer LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer
        RandomNormal RandomUniform STFT STFTInitializer TruncatedNormal VarianceScaling
        Zeros constant deserialize get glorot_normal glorot_uniform he_normal he_uniform
        identity lecun_normal lecun_uniform ones orthogonal random_normal random_uniform
        serialize stft truncated_normal variance_scaling zeros
    """,
    "constraints": """
        Constraint MaxNorm MinMaxNorm NonNeg UnitNorm deserialize get max_norm min_max_norm
        non_neg serialize unit_norm
    """,
    "ops": """
        abs absolute adaptive_average_pool adaptive_max_pool add all allclose amax amin angle
        any append arange arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax argmin
        argpartition argsort array array_split associative_scan average average_pool bartlett
        batch_normalization binary_crossentropy bincount bitwise_and bitwise_invert
        bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor blackman
        broadcast_to cast categorical_crossentropy cbrt cdist ceil celu cholesky
        cholesky_inverse clip concatenate cond conj conjugate conv conv_transpose
        convert_to_numpy convert_to_tensor copy corrcoef correlate cos cosh count_nonzero cross
        ctc_decode ctc_loss cumprod cumsum custom_gradient deg2rad depth_to_space depthwise_conv
        det diag diagflat diagonal diff digitize divide divide_no_nan dot dot_product_attention
        dsplit dstack dtype eig eigh einsum elu empty empty_like equal erf erfc erfinv exp exp2
        expand_dims expm1 extract_sequences eye fabs fft fft2 flip fliplr flipud floor
        floor_divide fmax fmin fmod fold fori_loop full full_like gcd gelu geomspace get_item
        glu greater greater_equal hamming hanning hard_shrink hard_sigmoid hard_silu hard_swish
        hard_tanh heaviside histogram hsplit hstack hypot i0 identity ifft2 imag image in_top_k
        inner inv irfft is_tensor isclose isfinite isin isinf isnan isneginf isposinf isreal
        istft jvp kaiser kron layer_normalization lcm ldexp leaky_relu left_shift less
        less_equal linalg linspace log log10 log1p log2 log_sigmoid log_softmax logaddexp
        logaddexp2 logdet logical_and logical_not logical_or logical_xor logspace logsumexp
        lstsq lu_factor map matmul matrix_rank max max_pool maximum mean median meshgrid min
        minimum mod moments moveaxis multi_hot multiply nan_to_num nanargmax nanargmin
        nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile
        nanstd nansum nanvar ndim negative nextafter nn nonzero norm normalize not_equal numpy
        one_hot ones ones_like outer pad percentile pinv polar power prod psnr ptp qr quantile
        rad2deg ravel real rearrange reciprocal relu relu6 repeat reshape rfft right_shift
        rms_normalization roll rot90 round rsqrt saturate_cast scan scatter scatter_update
        searchsorted segment_max segment_min segment_prod segment_sum select selu separable_conv
        shape sigmoid sign signbit silu sin sinc sinh size slice slice_update slogdet
        soft_shrink softmax softplus softsign solve solve_triangular sort space_to_depth
        sparse_categorical_crossentropy sparse_plus sparse_sigmoid sparsemax split sqrt square
        squareplus squeeze stack std stft stop_gradient subtract sum svd swapaxes swish switch
        take take_along_axis tan tanh tanh_shrink tensordot threshold tile top_k trace transpose
        trapezoid tri tril triu true_divide trunc unfold unique unravel_index unstack vander var
        vdot vectorize vectorized_map view view_as_complex view_as_real vsplit vstack where
        while_loop zeros zeros_like
    """,
    "ops.image": """
        affine_transform crop_images elastic_transform extract_patches extract_patches_3d
        gaussian_blur hsv_to_rgb map_coordinates pad_images perspective_transform resize
        rgb_to_grayscale rgb_to_hsv scale_and_translate sobel_edges ssim
    """,
    "ops.linalg": """
        cholesky cholesky_inverse det eig eigh inv jvp lstsq lu_factor matrix_rank norm pinv
        qr solve solve_triangular svd
    """,
    "random": """
        SeedGenerator beta binomial categorical dropout gamma normal randint shuffle
        truncated_normal uniform
    """,
    "activations": """
        celu deserialize elu exponential gelu get glu hard_shrink hard_sigmoid hard_silu
        hard_swish hard_tanh leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu
        serialize sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid
        sparsemax squareplus swish tanh tanh_shrink threshold
    """,
    "applications": """
        ConvNeXtBase ConvNeXtLarge ConvNeXtSmall ConvNeXtTiny ConvNeXtXLarge DenseNet121
        DenseNet169 DenseNet201 EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3
        EfficientNetB4 EfficientNetB5 EfficientNetB6 EfficientNetB7 EfficientNetV2B0
        EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2L EfficientNetV2M
        EfficientNetV2S InceptionResNetV2 InceptionV3 MobileNet MobileNetV2 MobileNetV3Large
        MobileNetV3Small NASNetLarge NASNetMobile ResNet101 ResNet101V2 ResNet152
        ResNet152V2 ResNet50 ResNet50V2 VGG16 VGG19 Xception convnext densenet efficientnet
        efficientnet_v2 imagenet_utils inception_resnet_v2 inception_v3 mobilenet
        mobilenet_v2 mobilenet_v3 nasnet resnet resnet50 resnet_v2 vgg16 vgg19 xception
    """,
    "utils": """
        Config CustomObjectScope FeatureSpace Progbar PyDataset Sequence array_to_img
        audio_dataset_from_directory bounding_boxes clear_session custom_object_scope
        deserialize_keras_object disable_interactive_logging enable_interactive_logging
        get_custom_objects get_file get_registered_name get_registered_object
        get_source_inputs image_dataset_from_directory img_to_array
        is_interactive_logging_enabled is_keras_tensor legacy load_img model_to_dot
        normalize pack_x_y_sample_weight pad_sequences plot_model
        register_keras_serializable save_img serialize_keras_object set_random_seed
        split_dataset standardize_dtype text_dataset_from_directory
        timeseries_dataset_from_array to_categorical unpack_x_y_sample_weight
    """,
    "saving": """
        CustomObjectScope KerasFileEditor custom_object_scope deserialize_keras_object
        get_custom_objects get_registered_name get_registered_object load_model load_weights
        register_keras_serializable save_model save_weights serialize_keras_object
    """,
}

#: Every attribute without a leading underscore that some layer or model of Keras has.
_ATTRIBUTES = """
    activation activity_regularizer adapt adapt_mean adapt_variance add add_loss add_metric
    add_variable add_weight addition_factor all_ops alpha alpha_constraint alpha_initializer
    alpha_regularizer antialias arguments attention_axes auto_contrast autocast awq_scales
    awq_unpacked_column_size axes axis backend backward_layer batch_shape beta
    beta_constraint beta_initializer beta_regularizer bias bias_axes bias_constraint
    bias_initializer bias_regularizer bin_boundaries bins bounding_box_format
    brightness_factor build build_from_config built call call_endpoint call_endpoint_fn
    call_fn call_fn_arguments call_fn_has_params call_fn_has_state call_signature_parameters
    call_training_endpoint call_training_endpoint_fn cell cells center chain_depth
    channel_axis clip_limit compile compile_from_config compiled compiled_loss
    compiled_metrics compute_dtype compute_loss compute_mask compute_metrics
    compute_output_shape compute_output_spec concat_score_weight contrast_factor
    convert_weight convolution_op count count_params crop_to_aspect_ratio cropping
    data_format depth_multiplier depthwise_constraint depthwise_initializer depthwise_kernel
    depthwise_regularizer dilation_rate dims distribute_reduction_method distribute_strategy
    dropout dropout_mask_count dtype dtype_policy embeddings embeddings_constraint
    embeddings_initializer embeddings_regularizer embeddings_scale embeddings_zero
    enable_lora encoding epsilon equalization equation evaluate expand_dims export factor
    feature_dim fft_length filepath fill_mode fill_value filters finalize_state fit
    forward_layer frame_length frame_step from_config function g_idx gamma gamma_constraint
    gamma_initializer gamma_regularizer generator get_build_config get_clipped_bbox
    get_compile_config get_config get_dropout_mask get_elastic_transform_params
    get_initial_state get_layer get_metrics_result get_quantization_layer_structure
    get_random_transformation get_recurrent_dropout_mask get_shifted_bbox get_state_tree
    get_transformed_x_y get_vocabulary get_weights go_backwards gptq_unpacked_column_size
    groups head_dim height height_axis height_factor history height_lower height_upper hue_factor
    idf_weights idf_weights_const imag_kernel implementation init_fn init_fn_arguments
    inner_loop input input_dim input_dtype input_idf_weights input_mean input_shape
    input_spec input_variance input_vocabulary inputs inputs_amax_history inputs_quantizer
    inputs_scale interpolation invert is_awq_calibrated is_gptq_calibrated
    jax2tf_native_serialization_platforms jax2tf_training_false_fn jax2tf_training_true_fn
    jit_compile keepdims kernel kernel_amax_history kernel_constraint kernel_initializer
    kernel_regularizer kernel_scale kernel_shape kernel_size kernel_zero key_dense key_dim
    l1 l2 layer layers linear_to_mel_weight_matrix load_assets load_own_variables
    load_weights logit_soft_cap lookup_table lora_alpha lora_embeddings_a lora_embeddings_b
    lora_enabled lora_kernel_a lora_kernel_b lora_rank loss losses mag_exp
    make_predict_function make_test_function make_train_function mask mask_token mask_value
    mask_zero max_freq max_number max_tokens max_value mean merge_mode method metrics
    metrics_names metrics_variables min_freq min_power mode module momentum moving_mean
    moving_mean_initializer moving_stddev moving_variance moving_variance_initializer n name
    negative_slope nnx_operations noise_shape non_trainable_variables non_trainable_weights
    normalize normalized_weights num_bins num_chains num_documents num_heads
    num_key_value_heads num_mel_bins num_oov_indices num_ops num_query_heads num_repeats
    num_tokens offset oov_method oov_token operations optimizer optional
    original_kernel_shape output output_dense output_dim output_dtype output_mode
    output_names output_padding output_shape output_size outputs outputs_grad_amax_history
    outputs_grad_scale pad_to_aspect_ratio pad_to_max_tokens padding parameters params
    partial_output_shape path periodic pointwise_constraint pointwise_initializer
    pointwise_kernel pointwise_regularizer pool_mode pool_size pop power_iterations
    power_to_db predict predict_function predict_on_batch predict_step quantization_axis
    quantization_config quantization_mode quantize quantized_build quantized_call
    quantized_kernel query_dense ragged random_brightness random_color_degeneration
    random_contrast random_hue random_posterization random_rotation random_saturation
    random_sharpness random_shear random_translation rank rate real_kernel
    recurrent_activation recurrent_constraint recurrent_dropout recurrent_initializer
    recurrent_kernel recurrent_regularizer ref_power rematerialized_call renorm
    renorm_clipping renorm_mean renorm_momentum renorm_stddev reset_after reset_dropout_mask
    reset_metrics reset_recurrent_dropout_mask reset_state reset_states return_sequences
    return_state reverse_dtype reverse_embeddings reverse_embeddings_scale
    reverse_embeddings_zero rms_scaling run_eagerly salt sampling_rate saturation_factor
    save save_assets save_own_variables save_weights scale scaling score_mode seed
    seed_generator sequence_length sequence_stride set_state_tree set_vocabulary set_weights
    shared_axes sigma single_state size sliding_window solarization sparse state state_size
    stateful stateless_call stateless_compute_loss states stddev steps_per_execution
    stop_evaluating stop_predicting stop_training strides strong_hash summary supports_jit
    supports_masking symbolic_call synchronized target_shape test_function test_on_batch
    test_step threshold threshold_factor tie_weights tile_grid_size to_json token_counts
    token_document_counts top_db tracked_params tracked_state train_function train_on_batch
    train_step trainable trainable_variables trainable_weights transform_bounding_boxes
    transform_images transform_labels transform_segmentation_masks
    transform_single_bounding_box transform_single_image transform_single_label
    transform_single_segmentation_mask unit_forget_bias units unroll
    unrolled_steps_per_execution update_state use_bias use_cudnn use_gate use_scale
    value_dense value_dim value_range variable_dtype variable_serialization_spec variables
    variance vector_u vocabulary_dtype vocabulary_size weights width width_axis width_factor
    width_lower width_upper window x_factor y_factor zero_output_for_mask
"""
ATTRIBUTES = frozenset(_ATTRIBUTES.split())

#: Every attribute, also with a leading underscore, of a layer or a model that only has what
#: `Layer` and `Model` give it.
_PLAIN = """
    _add_trackable_child _add_variable_with_custom_getter _adjust_input_rank
    _aggregate_additional_loss _allow_non_tensor_positional_args _api_export_path
    _api_export_symbol_id _assert_compile_called _assert_input_compatibility
    _assign_variable_values _auto_config _autoconvert_optionals _awq_call _build_at_init
    _build_by_run_for_kwargs _build_by_run_for_single_pos_arg _build_shapes_dict
    _call_context_args _call_has_context_arg _call_has_mask_arg _call_has_training_arg
    _call_signature _called _check_load_own_variables _check_quantize_args
    _check_sharding_consistency _check_super_called _checkpoint_adapter _checkpoint_dependencies
    _clear_losses _compile_config _compile_loss _compile_metrics _compiled_metrics_update_state
    _compiled_trainable_state _compute_loss _compute_loss_has_training_arg _convert_input_args
    _convert_inputs_to_tensors _convert_tracked_collections _copy_trackable_to_cpu
    _create_nested_dict _default_save_signature _deferred_dependencies _delete_tracking
    _deserialization_dependencies _deserialize_from_proto _distribute_strategy _dtype_policy
    _eval_epoch_iterator _export_to_saved_model_graph _flatten_layers _flatten_metrics_in_order
    _flatten_nested_dict _float8_call _functional _gather_saveables_for_checkpoint
    _get_call_context _get_jax_state _get_metrics_result_or_logs _get_node_attribute_at_index
    _get_operation_for_node _get_own_losses _get_own_metrics _get_regularization_losses
    _get_save_spec _get_state_sharding_spec _get_variable_map _gptq_call
    _handle_deferred_dependencies _inbound_nodes _initial_epoch _initialize_tracker _input_spec
    _inputs _inputs_struct _int4_call _int8_call _is_layer_name_unique _jax_state
    _jax_state_synced _jit_compile _layers _lock _lock_state _lookup_dependency _loss_ids
    _loss_tracker _losses _losses_override _make_function _maybe_build
    _maybe_initialize_trackable _maybe_rebuild _maybe_reset_call_context _maybe_symbolic_build
    _maybe_warn_inputs_struct_mismatch _metrics _name_based_attribute_restore
    _name_based_restores _no_dependency _nodes _nodes_by_depth _non_trainable_variables
    _not_implemented_error _obj_type _object_identifier _open_name_scope _operations
    _operations_by_depth _outbound_nodes _outputs _outputs_struct _parent_path _path _post_build
    _post_quantize _post_track_variable _post_untrack_variable _preload_simple_restoration
    _purge_model_variables _quantization_mode_error _register_call_context_args _remat_mode
    _resolve_and_populate_arg _resolve_auto_jit_compile _restore_from_tensors _run_eagerly
    _run_through_graph _saved_model_arg_spec _saved_model_inputs_spec _seed_generators
    _self_name_based_restores _self_saveable_object_factories _self_setattr_tracking
    _self_unconditional_checkpoint_dependencies _self_unconditional_deferred_dependencies
    _self_unconditional_dependency_names _self_update_uid _serialize_to_proto
    _serialize_to_tensors _set_mask_metadata _set_save_spec _setattr_hook _setattr_tracking
    _setup_nnx_op_mapping _should_eval _standardize_inputs _supports_masking _symbolic_build
    _tf_api_names _tf_api_names_v1 _tf_trackable_method_wrappers _track_trackable
    _track_variable _trackable_children _tracked _tracker _trainable _trainable_variables
    _unconditional_checkpoint_dependencies _unconditional_dependency_names _unpickle_model
    _untrack_variable _update_uid _warn_if_trainable_state_changed activity_regularizer add
    add_loss add_metric add_variable add_weight autocast build build_from_config built call
    call_signature_parameters compile compile_from_config compiled compiled_loss
    compiled_metrics compute_dtype compute_loss compute_mask compute_metrics
    compute_output_shape compute_output_spec count_params distribute_reduction_method
    distribute_strategy dtype dtype_policy evaluate export fit from_config get_build_config
    get_compile_config get_config get_layer get_metrics_result get_quantization_layer_structure
    get_state_tree get_weights history input input_dtype input_shape input_spec inputs
    jax_state_sync jit_compile layers load_own_variables load_weights loss losses
    make_predict_function make_test_function make_train_function metrics metrics_names
    metrics_variables name non_trainable_variables non_trainable_weights operations optimizer
    output output_names output_shape outputs path pop predict predict_function predict_on_batch
    predict_step quantization_mode quantize quantized_build quantized_call rematerialized_call
    reset_metrics run_eagerly save save_own_variables save_weights set_state_tree set_weights
    stateless_call stateless_compute_loss steps_per_execution stop_training summary supports_jit
    supports_masking symbolic_call test_function test_on_batch test_step to_json train_function
    train_on_batch train_step trainable trainable_variables trainable_weights
    unrolled_steps_per_execution variable_dtype variables weights
"""
PLAIN = frozenset(_PLAIN.split())

#: Those of them that models alone have: no layer of Keras has an attribute of this name.
_OF_MODELS = """
    compile compile_from_config compiled compiled_loss compiled_metrics compute_loss
    compute_metrics evaluate export fit get_compile_config get_layer get_metrics_result input_shape
    inputs jit_compile load_weights loss make_predict_function make_test_function
    make_train_function metrics_names outputs predict predict_on_batch predict_step reset_metrics
    run_eagerly save save_weights test_on_batch test_step to_json train_on_batch train_step
"""
OF_MODELS = frozenset(_OF_MODELS.split())


def names(path: str) -> tuple[str, ...]:
    """The public names of `keras.<path>`; none where they are not listed here."""
    return tuple(_NAMES.get(path, "").split())
