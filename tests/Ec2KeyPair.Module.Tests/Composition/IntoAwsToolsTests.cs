using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Ec2KeyPair.Module.Tests.Composition;

/// <summary>Every record of the module, piped into cmdlets of AWS.Tools.</summary>
public sealed class IntoAwsToolsTests : IDisposable
{
    private const string InstanceId = "i-0123456789abcdef0";
    private const string KeyName = "team web";
    private static readonly Lazy<IReadOnlyList<Type>> Types = new(OutputTypes.All);
    private readonly ModuleRunspace _engine = new(commands: AwsToolsCommands.All);

    public static TheoryData<string> OfInstances => [.. With(nameof(InstanceId))];

    public static TheoryData<string> OfKeyPairs => [.. With(nameof(KeyName))];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(OfInstances))]
    public void Record_OfAnInstance_NamesThisInstance(string type)
    {
        foreach (var command in new[] { "Get-EC2PasswordData", "Send-SSMCommand", "ForEach-Object InstanceId | Get-EC2Instance", "ForEach-Object InstanceId | Stop-EC2Instance" })
        {
            Assert.Equal([InstanceId], Piped(type, command).Ids);
        }
    }

    /// <summary>What about_Ec2KeyPair warns of: these cmdlets take the record itself for the value, and find no id in it.</summary>
    [Fact]
    public void Record_PipedIntoACmdletThatTakesObjects_IsLost() =>
        Assert.Empty(Piped("Ec2KeyPair.Output.WindowsPassword", "Get-EC2Instance").Ids);

    [Theory]
    [MemberData(nameof(OfKeyPairs))]
    public void Record_OfAKeyPair_NamesThisKeyPair(string type)
    {
        foreach (var command in new[] { "Get-EC2KeyPair", "Remove-EC2KeyPair" })
        {
            Assert.Equal([KeyName], Piped(type, command).Ids);
        }
    }

    [Theory]
    [MemberData(nameof(OfInstances))]
    [MemberData(nameof(OfKeyPairs))]
    public void Record_WithARegion_GoesThere_AndNeverBringsCredentials(string type)
    {
        var request = Piped(type, Find(type).GetProperty(nameof(InstanceId)) is null ? "Get-EC2KeyPair" : "Send-SSMCommand");
        Assert.Equal(Find(type).GetProperty("Region") is null ? null : "eu-west-3", request.Region);
        Assert.False(request.HasCredential);
    }

    private AwsToolsCommands.Request Piped(string type, string command)
    {
        var sent = Assert.Single(_engine.Invoke("$args[0] | " + command, Record(Find(type))));
        return Assert.IsType<AwsToolsCommands.Request>(sent.BaseObject);
    }

    // As a cmdlet writes it: an object of the module's own type.
    private static object Record(Type type)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        Set(record, nameof(InstanceId), InstanceId);
        Set(record, nameof(KeyName), KeyName);
        Set(record, "Name", KeyName);
        Set(record, "Region", "eu-west-3");
        if (type.GetProperty("Credential") is not null) Set(record, "Credential", new PSCredential("Administrator", AwsModule.Secure("x")));
        return record;
    }

    private static void Set(object record, string property, object value)
    {
        if (record.GetType().GetProperty(property) is { CanWrite: true } settable) settable.SetValue(record, value);
    }

    private static Type Find(string name) => Types.Value.Single(type => type.FullName == name);

    private static IEnumerable<string> With(string property) =>
        Types.Value.Where(type => type.GetProperty(property) is not null).Select(type => type.FullName!).Order(StringComparer.Ordinal);
}
