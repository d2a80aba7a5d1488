using System.Collections;
using System.Reflection;
using System.Runtime.Loader;

namespace Ec2KeyPair.Module.Tests.Composition;

/// <summary>
/// The very objects that AWS.Tools writes: those of the AWS SDK, from assemblies in the default load context, where AWS.Tools
/// has its own. To the module they are strangers, of another assembly than those that it works with.
/// </summary>
internal static class AwsToolsObjects
{
    private static readonly Lazy<IReadOnlyList<Assembly>> Sdk = new(() =>
    [
        .. new[] { "AWSSDK.Core", "AWSSDK.EC2", "AWSSDK.SimpleSystemsManagement" }.Select(name =>
            AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(Repository.Root, "module", "bin", "net8.0", name + ".dll"))),
    ]);

    /// <summary>Amazon.EC2.Model.Instance, as Get-EC2Instance's reservations hold them.</summary>
    internal static object Instance(string id, string? keyName = "web") => New(
        "Amazon.EC2.Model.Instance",
        ("InstanceId", id),
        ("KeyName", keyName),
        ("ImageId", "ami-0123456789abcdef0"),
        ("PrivateIpAddress", "10.0.0.4"),
        ("VpcId", "vpc-0123456789abcdef0"),
        ("State", New("Amazon.EC2.Model.InstanceState", ("Code", 16))),
        ("Tags", new[] { New("Amazon.EC2.Model.Tag", ("Key", "Name"), ("Value", "not an instance's name")) }));

    /// <summary>Amazon.EC2.Model.Reservation, as Get-EC2Instance writes them.</summary>
    internal static object Reservation(params object[] instances) =>
        New("Amazon.EC2.Model.Reservation", ("ReservationId", "r-0123456789abcdef0"), ("OwnerId", "123456789012"), ("Instances", instances));

    /// <summary>Amazon.EC2.Model.KeyPairInfo, as Get-EC2KeyPair writes them.</summary>
    internal static object KeyPairInfo(string name, string id, string fingerprint) => New(
        "Amazon.EC2.Model.KeyPairInfo", ("KeyName", name), ("KeyPairId", id), ("KeyFingerprint", fingerprint), ("PublicKey", "ssh-rsa AAAA"));

    /// <summary>Amazon.SimpleSystemsManagement.Model.InstanceInformation, as Get-SSMInstanceInformation writes them.</summary>
    internal static object InstanceInformation(string id) => New(
        "Amazon.SimpleSystemsManagement.Model.InstanceInformation", ("InstanceId", id), ("ComputerName", "ip-10-0-0-4"), ("PlatformName", "Ubuntu"), ("Name", "another name"));

    /// <summary>Amazon.EC2.Model.GetPasswordDataResponse, as Get-EC2PasswordData -Select * writes it.</summary>
    internal static object PasswordData(string id, string? data) =>
        New("Amazon.EC2.Model.GetPasswordDataResponse", ("InstanceId", id), ("PasswordData", data), ("Timestamp", DateTime.UtcNow));

    /// <summary>Amazon.Runtime.BasicAWSCredentials, or with a token SessionAWSCredentials.</summary>
    internal static object Credentials(string accessKey, string secretKey, string? token = null) => token is null
        ? Activator.CreateInstance(Find("Amazon.Runtime.BasicAWSCredentials"), accessKey, secretKey)!
        : Activator.CreateInstance(Find("Amazon.Runtime.SessionAWSCredentials"), accessKey, secretKey, token)!;

    /// <summary>A type of the strangers.</summary>
    internal static Type Find(string name) => Sdk.Value.Select(assembly => assembly.GetType(name)).OfType<Type>().Single();

    private static object New(string type, params (string Name, object? Value)[] properties)
    {
        var made = Activator.CreateInstance(Find(type))!;
        foreach (var (name, value) in properties)
        {
            var property = made.GetType().GetProperty(name)!;
            property.SetValue(made, value is object[] items ? List(property.PropertyType, items) : value);
        }

        return made;
    }

    private static IList List(Type type, object[] items)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        foreach (var item in items) list.Add(item);
        return list;
    }
}
