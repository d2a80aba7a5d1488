using System.Collections;
using System.Management.Automation;
using System.Security;

namespace Ec2KeyPair.Module.Tests.Display;

/// <summary>A record that has a value in every property, and in its texts what somebody may have written to do harm.</summary>
internal static class SampleRecord
{
    /// <summary>What clears the screen, sets its title, ends the line, and turns the writing round.</summary>
    internal const string Hostile = "\u001b[2J\u001b]0;owned\u0007\r\nx\u202Ey";

    /// <summary>What only -AsPlainText may show.</summary>
    internal const string Secret = "Tr0ub4dor&3";

    private const int DeepestLevel = 3;

    /// <summary>A record that looks like one of this type to the engine's formatting.</summary>
    /// <param name="type">A type of output.</param>
    /// <param name="isHostile">Whether its free texts are hostile ones; else they are merely long.</param>
    internal static PSObject Of(Type type, bool isHostile = false) => Of(type, isHostile, 0);

    private static PSObject Of(Type type, bool isHostile, int level)
    {
        var record = new PSObject();
        record.TypeNames.Clear();
        for (var one = type; one is not null; one = one.BaseType) record.TypeNames.Add(one.FullName!);
        foreach (var property in type.GetProperties().Where(property => property.GetMethod is { IsStatic: false } && property.GetIndexParameters().Length == 0))
        {
            record.Properties.Add(new PSNoteProperty(property.Name, Value(property.Name, property.PropertyType, isHostile, level)));
        }

        // What stands in another record is shown by its text, which is the type's own affair.
        if (level > 0) record.Methods.Add(new PSScriptMethod("ToString", ScriptBlock.Create("'nested'")));
        return record;
    }

    private static object? Value(string name, Type type, bool isHostile, int level)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Text(name, isHostile);
        if (type.IsEnum) return Enum.GetNames(type).MaxBy(value => value.Length);
        if (type == typeof(bool)) return false;
        if (type == typeof(int)) return 65535;
        if (type == typeof(long)) return 123_456_789_012L;
        if (type == typeof(DateTime)) return new DateTime(2026, 11, 26, 22, 33, 44, DateTimeKind.Utc);
        if (type == typeof(TimeSpan)) return TimeSpan.FromMilliseconds(123.4);
        if (type == typeof(PSCredential)) return new PSCredential("Administrator", Secure());
        if (type == typeof(SecureString)) return Secure();
        if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            var element = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[^1];
            return new[] { Value(name, element, isHostile, level + 1), Value(name, element, isHostile, level + 1) };
        }

        return level >= DeepestLevel ? null : Of(type, isHostile, level + 1);
    }

    // Ids and addresses are of known forms; everything else is anybody's text.
    private static string Text(string name, bool isHostile) => name switch
    {
        "InstanceId" => "i-0123456789abcdef0",
        "KeyPairId" => "key-0123456789abcdef0",
        "Region" => "ap-southeast-2",
        "Via" => "InstanceConnectEndpoint",
        "UserName" or "User" when !isHostile => "administrateur",
        "Address" or "HostName" => "2001:db8:1111:2222:3333:4444:5555:6666",
        "Password" => Secret,
        "PrivateKey" or "Passphrase" => Secret,
        "KeyType" => "ecdsa-sha2-nistp256",
        "Fingerprint" or "OpenSshSha256" => "SHA256:P8cfTGpkPkh71v7b3qpN4e02rfa45WGFmT726oOHDyM",
        _ when isHostile => Hostile,
        _ => string.Concat(Enumerable.Repeat(name + " ", 1 + (90 / (name.Length + 1)))).Trim(),
    };

    private static SecureString Secure()
    {
        var secure = new SecureString();
        foreach (var character in Secret) secure.AppendChar(character);
        return secure;
    }
}
