namespace RnnCluster.Recurrent.Tests.Packages;

public sealed class WeightsTests
{
    // Header, bytes of tensors, fault.
    public static TheoryData<string, int, string> BrokenHeaders => new()
    {
        { "[]", 0, "the header is not a JSON object; it must be one" },
        { """{"a":{"dtype":"F32","shape":[2]}}""", 8, "tensor a: the entry must be an object with dtype, shape and data_offsets" },
        { """{"a":[]}""", 8, "tensor a: the entry must be an object with dtype, shape and data_offsets" },
        { """{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4, "tensor a: dtype is \"F16\"; it must be \"F32\" or \"BF16\"" },
        { """{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", 16, "tensor a: dtype is \"F64\"; it must be \"F32\" or \"BF16\"" },
        { """{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", 8, "tensor a: dtype is 32; it must be \"F32\" or \"BF16\"" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "tensor a: data_offsets is [0,4]; F32 of shape [2] takes 8 bytes" },
        { """{"a":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,24]}}""", 24, "tensor a: data_offsets is [0,24]; BF16 of shape [2,3] takes 12 bytes" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "tensor a: data_offsets is [0,8]; the file has only 7 bytes of tensors" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "tensor a: data_offsets is [8,0]; F32 of shape [2] takes 8 bytes" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "tensor a: data_offsets is [-8,0]; it must be two whole numbers from 0" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,16]}}""", 8, "tensor a: data_offsets is [0,8,16]; it must be two whole numbers from 0" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,1e30]}}""", 8, "tensor a: data_offsets is [0,1e30]; it must be two whole numbers from 0" },
        { """{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "tensor a: shape is 2; it must be an array of whole numbers from 0 whose product is below 2^60" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "tensor a: shape is [-2]; it must be an array of whole numbers from 0 whose product is below 2^60" },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "tensor a: shape is [4294967296,4294967296]; it must be an array of whole numbers from 0 whose product is below 2^60" },
        { """{"a":{"dtype":"F32","shape":[576460752303423488],"data_offsets":[9223372036854775807,0]}}""", 0, "tensor a: data_offsets is [9223372036854775807,0]; F32 of shape [576460752303423488] takes 2305843009213693952 bytes" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor a occurs more than once; it must occur once" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "tensor b: begins at 4; it must begin at 8, where tensor a ends" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "tensor b: begins at 8; it must begin at 4, where tensor a ends" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor a: begins at 4; it must begin at 0, where the header ends" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 9, "the file has 9 bytes of tensors; the tensors of the header end at 4" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void Read_HeaderBroken_NamesTensorFoundAndAllowed(string header, int dataBytes, string fault)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Weights = PackageBuilder.Safetensors(header, dataBytes);

        Assert.Equal([$"weights.safetensors: {fault}"], builder.Faults());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"\ud800":1}""")]
    public void Read_HeaderNotJson_SaysSo(string header)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Weights = PackageBuilder.Safetensors(header, 0);

        Assert.StartsWith("weights.safetensors: the header is not valid JSON: ", Assert.Single(builder.Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "the header is said to have 18446744073709551615 bytes; it may have at most 16777216")]
    [InlineData(16_777_217, "the header is said to have 16777217 bytes; it may have at most 16777216")]
    [InlineData(100, "the header is said to have 100 bytes; the file has only 2 behind that number")]
    public void Read_HeaderLengthHostile_IsRefused(ulong length, string fault)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Weights = [.. BitConverter.GetBytes(length), (byte)'{', (byte)'}'];

        Assert.Equal([$"weights.safetensors: {fault}"], builder.Faults());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Read_FileShorterThanItsPrefix_IsRefused(int bytes)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Weights = new byte[bytes];

        Assert.Equal(
            [$"weights.safetensors: the file has {bytes} bytes; it must begin with 8 bytes that give the length of its header"],
            builder.Faults());
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Read_WeightNotFinite_NamesTensorPlaceAndValue(float value, string shown)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Tensors["rnn.weight_ih_l0"].Values[(6 * 2) + 5] = value;

        Assert.Equal(
            [$"weights.safetensors: tensor rnn.weight_ih_l0: element [2, 5] is {shown}; every weight must be finite"],
            builder.Faults());
    }

    [Fact]
    public void Read_TensorMissing_NamesItsShape()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Tensors.Remove("rnn.bias_hh_l0");

        Assert.Equal(
            ["weights.safetensors: tensor rnn.bias_hh_l0 is missing; its shape must be [16] (4 gates × hiddenSize 4)"],
            builder.Faults());
    }

    [Fact]
    public void Read_TensorTooMany_NamesIt()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Tensors["optimizer.step"] = ("F32", [], [1]);

        Assert.Equal(
            ["weights.safetensors: tensor optimizer.step is no part of the network that model.json describes; it must be left out"],
            builder.Faults());
    }

    [Fact]
    public void Read_CellOtherThanTrained_NamesEveryTensorAndWhy()
    {
        using var builder = PackageBuilder.Sensor();
        builder.Manifest["cell"] = "gru";

        var faults = builder.Faults();

        Assert.Equal(8, faults.Count);
        Assert.Equal(
            "weights.safetensors: tensor rnn.weight_ih_l0: shape is [4, 3]; it must be [12, 3] (3 gates × hiddenSize 4, input size 3)",
            faults[0]);
    }
}
