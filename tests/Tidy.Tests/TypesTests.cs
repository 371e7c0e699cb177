namespace RnnCluster.Tidy.Tests;

public sealed class TypesTests
{
    [Fact]
    public void CheckFile_Repository_HoldsOnePublicTypeNamedLikeTheFile() => Tidy.AssertNone(Repository.Sources("src/").SelectMany(Types.CheckFile));

    [Fact]
    public void CheckNamespace_Repository_IsTheProjects() => Tidy.AssertNone(Repository.Sources("src/").SelectMany(Types.CheckNamespace));

    [Fact]
    public void CheckNames_Repository_SaySomething() => Tidy.AssertNone(Repository.Sources().SelectMany(Types.CheckNames));

    [Theory]
    [InlineData("public class Example; public enum Other { }", "second public type")]
    [InlineData("public class Example; public delegate void Other();", "second public type")]
    [InlineData("public record Other;", "call it Other.cs")]
    [InlineData("internal interface IOther;", "call it IOther.cs")]
    [InlineData("internal class Example; public class Other;", "call it Other.cs")]
    public void CheckFile_WrongType_IsAFault(string text, string message) => Tidy.AssertFault(message, Types.CheckFile(Tidy.Source(text)));

    [Fact]
    public void CheckFile_PublicLog_IsAFault() => Tidy.AssertFault(
        "log messages are internal",
        Types.CheckFile(Tidy.Source("public static partial class SessionLog;", "src/Grains/SessionLog.cs")));

    [Theory]
    [InlineData("public class Example<T>;", "Example.cs")]
    [InlineData("internal class Example; internal class Other;", "Example.cs")]
    [InlineData("public class Example { public class Inner; }", "Example.cs")]
    [InlineData("public partial class Example;", "Example.Replay.cs")]
    [InlineData("internal static partial class SessionLog;", "SessionLog.cs")]
    [InlineData("return 0;", "Program.cs")]
    public void CheckFile_OneTypeNamedLikeTheFile_IsAllowed(string text, string name) =>
        Tidy.AssertNone(Types.CheckFile(Tidy.Source(text, "src/Grains/" + name)));

    [Theory]
    [InlineData("namespace RnnCluster.Client; class C;", "not of this project")]
    [InlineData("namespace RnnCluster.GrainsToo; class C;", "not of this project")]
    [InlineData("namespace RnnCluster.Grains { class C; }", "without braces")]
    [InlineData("class C;", "no namespace")]
    public void CheckNamespace_Wrong_IsAFault(string text, string message) =>
        Tidy.AssertFault(message, Types.CheckNamespace(Tidy.Source(text)));

    [Theory]
    [InlineData("namespace RnnCluster.Grains; class C;")]
    [InlineData("namespace RnnCluster.Grains.Sessions; class C;")]
    [InlineData("return 0;")]
    public void CheckNamespace_OfTheProject_IsAllowed(string text) => Tidy.AssertNone(Types.CheckNamespace(Tidy.Source(text)));

    [Theory]
    [InlineData("class SessionManager;")]
    [InlineData("static class MathHelper;")]
    [InlineData("static class StringUtil;")]
    [InlineData("static class StringUtils;")]
    [InlineData("interface IModelService;")]
    [InlineData("record ModelInfo;")]
    [InlineData("struct SessionData;")]
    [InlineData("delegate void GetData();")]
    [InlineData("class C { enum InnerInfo { } }")]
    public void CheckNames_EmptyEnding_IsAFault(string text) => Tidy.AssertFault("words of the field", Types.CheckNames(Tidy.Source(text)));

    [Fact]
    public void CheckNames_OrdinaryName_IsAllowed() => Tidy.AssertNone(Types.CheckNames(Tidy.Source("class DataSource; class Serviceable;")));
}
