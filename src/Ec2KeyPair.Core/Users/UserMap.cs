using System.Text.Json;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Users;

/// <summary>The user's own map from instances to accounts; of several rules that fit, the first counts.</summary>
/// <example>
/// <code>
/// { "users": [
///     { "user": "deploy", "tag": { "Team": "web*", "Stage": "prod" } },
///     { "user": "app",    "imageName": "acme-base-*" },
///     { "user": "root",   "instanceId": "i-0123456789abcdef0" } ] }
/// </code>
/// </example>
public sealed class UserMap
{
    /// <summary>The file's name in the key store's folder.</summary>
    public const string FileName = "users.json";

    private const int LargestFile = 256 * 1024;
    private readonly string _path;
    private readonly IReadOnlyList<UserMapRule> _rules;

    private UserMap(string path, IReadOnlyList<UserMapRule> rules)
    {
        _path = path;
        _rules = rules;
    }

    /// <summary>A map without rules.</summary>
    public static UserMap Empty { get; } = new("", []);

    /// <summary>True when a rule goes by the image's name, so that the image has to be looked up.</summary>
    public bool NeedsImage => _rules.Any(rule => rule.ImageName is not null);

    /// <summary>Reads the map; empty when there is no file.</summary>
    /// <exception cref="Ec2KeyPairException">UserMapInvalid, FileReadFailed.</exception>
    public static UserMap Load(string path)
    {
        try
        {
            return SharedFile.Read(path, LargestFile) is { } content
                ? new UserMap(path, UserMapJson.Read(content))
                : throw new JsonException($"it has more than {LargestFile / 1024} KiB");
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            return Empty;
        }
        catch (JsonException e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.UserMapInvalid,
                $"The map of login users '{path}' can't be understood: {Printable.Text(e.Message)}",
                path,
                "Write it as { \"users\": [ { \"user\": \"deploy\", \"tag\": { \"Team\": \"web*\" } } ] }; a rule goes by tag, imageName, imageId or instanceId.",
                e);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }
    }

    /// <summary>The account that the first fitting rule names; null when none fits.</summary>
    public LoginUser? UserFor(Ec2Instance instance, Ec2Image? image) =>
        _rules.FirstOrDefault(rule => rule.Fits(instance, image)) is { } rule ? new(rule.User, $"'{_path}'") : null;
}
